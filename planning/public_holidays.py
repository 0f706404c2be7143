"""The public holidays of a country beside those of a dataset's own table."""

from collections.abc import Iterator

from domain.dataset import Dataset
from domain.demand import Holiday

_YEARS_AHEAD = 2
_LANGUAGE = "en_US"
_STANDS_IN = ("Day off (substituted", "Substitute Holiday", "Alternative holiday for")


def known_holidays(dataset: Dataset) -> tuple[Holiday, ...]:
    """Holidays and make-up working days of a dataset's table and of its country, by date.

    The table has the last word on a day: alone where its row is for all regions, and behind the
    country's where it is for one, since the later of two rows of a date holds.
    """
    settings, demand = dataset.settings, dataset.demand
    if not settings.holiday_country or demand is None:
        return dataset.holidays
    told = {holiday.date for holiday in dataset.holidays if not holiday.region_id}
    years = range(demand.first_date.year - 1, demand.last_date.year + _YEARS_AHEAD + 1)
    public = public_holidays(settings.holiday_country, settings.holiday_region, years)
    beside = [holiday for holiday in public if holiday.date not in told]
    return tuple(sorted((*beside, *dataset.holidays), key=lambda holiday: holiday.date))


def public_holidays(country: str, region: str, years: range) -> tuple[Holiday, ...]:
    """Public holidays and make-up working days of some years, by date.

    A day off that only stands for another day has no name, so that it is not taken for the same
    event in the next year.

    Parameters
    ----------
    country
        Code of two letters, as `is_country` knows it.
    region
        Code of a subdivision of it; empty for what holds in all of the country.
    years
        Years wanted.
    """
    return tuple(sorted(_days(country, region, years), key=lambda holiday: holiday.date))


def is_country(country: str) -> bool:
    """Whether the public holidays of a country are known."""
    import holidays

    return country in holidays.list_supported_countries(include_aliases=False)


def is_region(country: str, region: str) -> bool:
    """Whether those of a subdivision of a known country are."""
    import holidays

    return not region or region in holidays.list_supported_countries(include_aliases=False)[country]


def _days(country: str, region: str, years: range) -> Iterator[Holiday]:
    import holidays

    languages = holidays.country_holidays(country).supported_languages
    # Without a language the names would be in that of the computer, and so would the model.
    language = _LANGUAGE if _LANGUAGE in languages else None
    found = holidays.country_holidays(
        country, subdiv=region or None, years=years, language=language
    )
    for date, name in found.items():
        yield Holiday(date=date, name=_event_name(name))
    for date in found.weekend_workdays:
        if date.year in years and date not in found:
            yield Holiday(date=date, working=True)


def _event_name(name: str) -> str:
    """Name of what is celebrated, the first of several; none for a day that stands in."""
    first = name.split("; ", maxsplit=1)[0]
    if first.startswith(_STANDS_IN):
        return ""
    return first.removesuffix(" (observed)").removesuffix(" (estimated)")
