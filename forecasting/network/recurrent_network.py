"""The network: one recurrent encoder for all series, one decoder forked from every day.

References
----------
Wen, R. et al. (2017). A multi-horizon quantile recurrent forecaster. arXiv:1711.11053 (forked
decoding). Salinas, D. et al. (2020). DeepAR. International Journal of Forecasting 36 (one
network for all series, divided by their level). Cho, K. et al. (2014). Learning phrase
representations using RNN encoder-decoder. arXiv:1406.1078 (the GRU).
"""

import contextlib
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

from forecasting.network.windows import Ahead, Encoded

HIDDEN = 64
DROPOUT = 0.1
"""Width of the memory and share of inputs dropped where nothing else is asked for."""

_EVENT_WIDTH = 4
_INITIAL_STEP = -1.75
_INITIAL_TAIL = -1.0
_OUTPUTS_BESIDE_QUANTILES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkShape:
    """Sizes of a network.

    Parameters
    ----------
    encoder_features, decoder_features, drivers
        Widths of what it reads, as `windows` makes them.
    code_counts
        How many regions, places, categories and items there are.
    events
        How many event numbers there are.
    levels
        How many quantiles it gives; odd, the median in the middle.
    hidden, context, width, embedding
        Widths of the recurrent state, of what it hands on, of the decoder, and the greatest of a
        name.
    layers
        Recurrent layers.
    dropout
        Share of inputs dropped in training.
    gru
        Whether the encoder is a GRU instead of an LSTM.
    """

    encoder_features: int
    decoder_features: int
    drivers: int
    code_counts: tuple[int, ...]
    events: int
    levels: int
    hidden: int = HIDDEN
    context: int = 32
    width: int = 64
    embedding: int = 8
    layers: int = 1
    dropout: float = DROPOUT
    gru: bool = False


class Predicted(NamedTuple):
    """Quantiles ``(b, k, h, q)`` and mean ``(b, k, h)`` of demand over the level at the origin."""

    quantiles: Tensor
    mean: Tensor


class RecurrentNetwork(nn.Module):
    """Encoder, decoder and monotone quantile head."""

    def __init__(self, shape: NetworkShape) -> None:
        super().__init__()
        self.shape = shape
        widths = [min(shape.embedding, (count + 1) // 2 + 1) for count in shape.code_counts]
        self.names = nn.ModuleList(
            nn.Embedding(count, width)
            for count, width in zip(shape.code_counts, widths, strict=True)
        )
        self.events = nn.Embedding(shape.events, _EVENT_WIDTH, padding_idx=0)
        static = sum(widths)
        self.inlet = nn.Linear(shape.encoder_features + _EVENT_WIDTH, shape.hidden)
        self.inlet_names = nn.Linear(static, shape.hidden, bias=False)
        recurrent = nn.GRU if shape.gru else nn.LSTM
        self.encoder = recurrent(shape.hidden, shape.hidden, shape.layers, batch_first=True)
        self.context = nn.Linear(shape.hidden, shape.context)
        self.first = nn.Linear(shape.decoder_features + _EVENT_WIDTH, shape.width)
        self.first_context = nn.Linear(shape.context, shape.width, bias=False)
        self.first_names = nn.Linear(static, shape.width, bias=False)
        self.second = nn.Linear(shape.width, shape.width)
        self.outlet = nn.Linear(shape.width, shape.levels + _OUTPUTS_BESIDE_QUANTILES)
        self.drivers = nn.Linear(shape.drivers + _EVENT_WIDTH, 1, bias=False)
        self.dropout = nn.Dropout(shape.dropout)
        self._start_at_the_seasonal_mean()

    def _start_at_the_seasonal_mean(self) -> None:
        """Untrained, the network gives the same-weekday mean and a usual spread."""
        nn.init.zeros_(self.events.weight)
        nn.init.zeros_(self.drivers.weight)
        nn.init.zeros_(self.outlet.weight)
        with torch.no_grad():
            self.outlet.bias.zero_()
            steps = self.outlet.bias[_OUTPUTS_BESIDE_QUANTILES:]
            steps.fill_(_INITIAL_STEP)
            steps[:2].fill_(_INITIAL_TAIL)
            steps[-2:].fill_(_INITIAL_TAIL)
            steps[self.shape.levels // 2] = 0.0

    def forward(self, window: Encoded, codes: Tensor, positions: Tensor, ahead: Ahead) -> Predicted:
        """Distributions for the days ahead of some days of each window.

        Parameters
        ----------
        window
            What the encoder reads.
        codes
            Region, place, category and item, ``(b, 4)``.
        positions
            Last day known within the window, ``(b, k)``; the origin is the day after.
        ahead
            What the decoder reads.
        """
        with _half_precision_on_the_card(codes.device):
            raw, effect = self._decode(window, codes, positions, ahead)
        # Sums over many quantiles need all digits.
        return self._distribution(raw.float(), effect.float(), ahead)

    def _decode(
        self, window: Encoded, codes: Tensor, positions: Tensor, ahead: Ahead
    ) -> tuple[Tensor, Tensor]:
        static = self.dropout(
            torch.cat([name(codes[:, column]) for column, name in enumerate(self.names)], dim=-1)
        )
        context = self._encode(window, static, positions)
        events = self.events(ahead.events)
        # What is the same for all days ahead is multiplied once, and added to each.
        same = self.first_context(context) + self.first_names(static)[:, None]
        own = self.first(torch.cat((ahead.features, events), dim=-1))
        inner = torch.relu(own + same[:, :, None])
        inner = inner + torch.relu(self.second(self.dropout(inner)))
        effect = self.drivers(torch.cat((ahead.drivers, events), dim=-1))[..., 0]
        return self.outlet(inner), effect

    def _encode(self, window: Encoded, static: Tensor, positions: Tensor) -> Tensor:
        """What is to be known of the past at each position, ``(b, k, context)``."""
        read = torch.cat((window.features, self.events(window.events)), dim=-1)
        inlet = torch.relu(self.inlet(read) + self.inlet_names(static)[:, None])
        states, _ = self.encoder(inlet)
        wanted = positions[..., None].expand(-1, -1, states.shape[2])
        context: Tensor = self.context(states.gather(1, wanted))
        return context

    def _distribution(self, raw: Tensor, effect: Tensor, ahead: Ahead) -> Predicted:
        """Quantiles that cannot cross: steps above zero, added up from the median outwards."""
        middle = self.shape.levels // 2
        factor = torch.exp((raw[..., 0] + effect).clamp(-3, 3))
        outputs = raw[..., _OUTPUTS_BESIDE_QUANTILES:]
        spread = 0.1 + ahead.spread[:, :, None]
        median = ahead.base * factor + 0.3 * spread * outputs[..., middle]
        unit = (spread * factor.clamp(min=0.3))[..., None]
        steps = nn.functional.softplus(outputs) * unit
        up = steps[..., middle + 1 :].cumsum(-1)
        down = steps[..., :middle].flip(-1).cumsum(-1).flip(-1)
        centre = median[..., None]
        quantiles = torch.cat((centre - down, centre, centre + up), dim=-1)
        # The quantiles tell the mean but for the tails, which the head learns.
        near = quantiles.detach().clamp(min=0).mean(-1) + 1e-3
        return Predicted(quantiles, near * torch.exp(raw[..., 1].clamp(-2, 2)))


def _half_precision_on_the_card(device: torch.device) -> contextlib.AbstractContextManager[None]:
    """bf16 for the matrix products on a graphics card; nothing on the processor."""
    if device.type != "cuda":
        return contextlib.nullcontext()
    # A cache of casts would outlive the graph that a training step is captured in.
    return torch.autocast("cuda", dtype=torch.bfloat16, cache_enabled=False)
