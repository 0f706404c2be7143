"""Slownesses that explain how long trips took: robust, regularised least squares.

A trip's time is linear in the factors by which the default slownesses are multiplied. Errors count
in proportion to the time of the trip, so that long trips do not drown short ones. Factors are
drawn towards 1 and, in neighbouring hours, towards each other; how much is a matter of what is
known beforehand (`PRIOR_STD`, `HOURLY_STEP`) against the noise of the trips, which is estimated.
Steps from hour to hour have a Cauchy prior: most are small, but the few that are large, as where a
rush hour begins, are not smoothed away.

References
----------
Huber, P. J. & Ronchetti, E. M. (2009). Robust Statistics, 2nd edition, section 7.8: iteratively
reweighted least squares; the weights of the last rounds are Tukey's biweight.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import lsq_linear

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PRIOR_STD = 0.4
"""How far the factor of a bucket is from 1, typically."""

HOURLY_STEP = 0.07
"""How far factors of neighbouring hours of a class are apart; a few are much farther."""

LEAST_NOISE = 0.02
"""Trips are never trusted to be explained better than this share of their time."""

HUBER, BIWEIGHT = 1.345, 4.685
"""Residuals, in units of the noise, from which on they count less, and not at all."""

_HUBER_ROUNDS, _BIWEIGHT_ROUNDS = 8, 12
_NORMAL_MAD = 1.4826


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Observed:
    """Trips as the fit sees them.

    Parameters
    ----------
    per_factor_s
        Seconds of each trip in each bucket at the default speeds, ``(n, factors)``.
    rest_s
        Seconds that no factor changes.
    observed_s
        How long each trip took.
    """

    per_factor_s: sparse.csr_array
    rest_s: Floats
    observed_s: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prior:
    """What is known of the `g` factors before any trip is seen.

    Parameters
    ----------
    low, high
        Bounds of each factor.
    neighbours
        Pairs of factors of buckets that follow each other, ``(k, 2)``.
    hours_apart
        Hours between the middles of each pair.
    """

    low: Floats
    high: Floats
    neighbours: Ints
    hours_apart: Floats

    def precision(self, step_square: Floats) -> Floats:
        """Inverse of the covariance, ``(g, g)``, given the squares of the steps that are expected.

        The weight of a step is that of the Gaussian that touches its Cauchy density.
        """
        found = np.eye(len(self.low)) / PRIOR_STD**2
        weight = 2.0 / (HOURLY_STEP**2 * self.hours_apart + step_square)
        first, second = self.neighbours.T
        np.add.at(found, (first, first), weight)
        np.add.at(found, (second, second), weight)
        np.add.at(found, (first, second), -weight)
        np.add.at(found, (second, first), -weight)
        return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """Factors, and how well they explain the trips.

    Parameters
    ----------
    factor, std
        Factor of the slowness of each bucket, and its standard error.
    noise
        Typical relative error of a trip.
    residual
        Relative error of each trip: above 0 where it took longer than is explained.
    """

    factor: Floats
    std: Floats
    noise: float
    residual: Floats


def fit_factors(trips: Observed, prior: Prior) -> Fit:
    """The factors that explain trips best, outliers left aside."""
    factor = np.clip(np.ones(len(prior.low)), prior.low, prior.high)
    first, second = prior.neighbours.T
    step_square = HOURLY_STEP**2 * prior.hours_apart
    residual, noise = _errors(trips, factor)
    explained_s = trips.observed_s - trips.rest_s
    for number in range(_HUBER_ROUNDS + _BIWEIGHT_ROUNDS):
        weight = _weights(np.abs(residual) / noise, redescends=number >= _HUBER_ROUNDS)
        weight /= ((trips.per_factor_s @ factor + trips.rest_s) * noise) ** 2
        rows = sparse.csr_array(trips.per_factor_s.multiply(weight[:, np.newaxis]))
        information = (trips.per_factor_s.T @ rows).toarray() + prior.precision(step_square)
        factor = _solve(information, rows.T @ explained_s + PRIOR_STD**-2, prior)
        covariance = np.linalg.inv(information)
        variance = np.diag(covariance)
        step_square = (factor[first] - factor[second]) ** 2
        step_square += variance[first] + variance[second] - 2 * covariance[first, second]
        residual, noise = _errors(trips, factor)
    return Fit(factor=factor, std=np.sqrt(variance), noise=noise, residual=residual)


def _weights(scaled: Floats, *, redescends: bool) -> Floats:
    """How much trips count, by their errors in units of the noise."""
    if redescends:
        return np.asarray(np.maximum(0.0, 1.0 - (scaled / BIWEIGHT) ** 2) ** 2)
    return np.asarray(np.minimum(1.0, HUBER / np.maximum(scaled, HUBER)))


def _errors(trips: Observed, factor: Floats) -> tuple[Floats, float]:
    """Relative errors of the trips, and how large they typically are."""
    expected_s = trips.per_factor_s @ factor + trips.rest_s
    residual = (trips.observed_s - expected_s) / expected_s
    return residual, max(LEAST_NOISE, _NORMAL_MAD * float(np.median(np.abs(residual))))


def _solve(information: Floats, gradient: Floats, prior: Prior) -> Floats:
    """The least point of a quadratic within bounds."""
    free = np.linalg.solve(information, gradient)
    if np.all((free >= prior.low) & (free <= prior.high)):
        return np.asarray(free, dtype=np.float64)
    root = np.linalg.cholesky(information).T
    bounded = lsq_linear(root, root @ free, bounds=(prior.low, prior.high), method="bvls")
    return np.asarray(bounded.x)
