"""What of a demand history may be learned from, and views of it that end at a day."""

from domain.demand import DemandHistory
from forecasting.cleaning.clean_history import CleaningOptions, cleaned

AS_RECORDED = CleaningOptions()
"""Nothing is filled in: what a forecast may be judged by."""


def view_until(history: DemandHistory, days: int) -> DemandHistory:
    """The history as it was known after its first `days` days.

    A model that is judged on what came later is given this, and so cannot see later.
    """
    return history.first_days(days)


def usable_history(history: DemandHistory, options: CleaningOptions = AS_RECORDED) -> DemandHistory:
    """The history with days that cannot be demand taken as not observed.

    Those are figures that are not finite or below zero, and slips such as a 1 typed as 1e9. They
    are treated as missing, never as zero. Units of days not observed become 0, so that nothing
    can depend on them.

    Parameters
    ----------
    history
        As recorded.
    options
        Other treatments. With gaps filled the history is for learning alone; what came after a
        forecast is judged by the history `without_filling`.
    """
    return cleaned(history, options)
