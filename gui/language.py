"""The language of the window's own texts, switched while it is open."""

from importlib import resources
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

_LOCALES = {"en": QLocale(QLocale.Language.English), "zh": QLocale(QLocale.Language.Chinese)}
_QT_NAMES = {"zh": "zh_CN"}


class WindowLanguage:
    """Installs the translation of a language into the application."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []

    def speak(self, language: str) -> None:
        """Translate all texts of widgets from now on."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        QLocale.setDefault(_LOCALES[language])
        # The texts in the code are English.
        files = () if language == "en" else _files(language)
        self._installed = [self._install(file) for file in files]

    def _install(self, file: Path) -> QTranslator:
        translator = QTranslator(self._app)
        if translator.load(str(file)):
            self._app.installTranslator(translator)
        return translator


def _files(language: str) -> tuple[Path, Path]:
    """Our own texts, and those of Qt's dialogs."""
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    ours = Path(str(resources.files("resources"))) / "gui" / f"wayloom_{language}.qm"
    return ours, qt / f"qtbase_{_QT_NAMES[language]}.qm"
