"""What a back-test assumes, from a TOML file: every number has its name, unit and bounds."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from counterpoise.backtest.baselines.names import NAMES, Name
from counterpoise.backtest.crowd import terms as market
from counterpoise.backtest.crowd.terms import Terms
from counterpoise.backtest.flows import Habits
from counterpoise.backtest.prices import ONE
from counterpoise.backtest.stage import DEPTH, SEED_VALUE
from counterpoise.chain.rate import LONGEST
from counterpoise.data.points import TIMESTAMP
from counterpoise.data.regular import JUMP
from counterpoise.errors import CounterpoiseError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DAY, YEAR = 86_400, 365 * 86_400  # {s}
NUMBERS = (int, float, Decimal)
MOMENT = datetime | None


class BadConfig(CounterpoiseError):
    """A configuration that cannot be run: which file, where, and what is wrong."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")
        self.path, self.line, self.problem = path, line, problem


class Part(BaseModel, extra="forbid", frozen=True):
    """A table of the file; what it does not know it refuses."""

    @field_validator("*", mode="before")
    @classmethod
    def _is_meant(cls, value: Any, info: ValidationInfo) -> Any:
        """Not what pydantic would make of it: true is no 1, and 2020 no second of 1970."""
        kind = cls.model_fields[str(info.field_name)].annotation
        if kind in NUMBERS and isinstance(value, bool):
            raise PydanticCustomError("kind", "expected a number")
        if kind is bool and not isinstance(value, bool | str):
            raise PydanticCustomError("kind", "expected true or false")
        if kind == MOMENT and not _is_moment(value):
            raise PydanticCustomError("kind", "expected a date such as 2020-03-01")
        return value


class VaultTerms(Part):
    """Which vault is played."""

    parameters: Path | None = None  # as scripts/deploy reads it, from the same folder; the demo's
    value: int = Field(SEED_VALUE // ONE, ge=1_000, le=10**9)  # {USD} that it begins with


class PriceTerms(Part):
    """Which prices are played."""

    file: Path  # CSV, CSV.gz or Parquet, from the file's own folder
    columns: dict[str, str] = {}  # of assets, or of `timestamp`, whose column has another name
    jump: int = Field(JUMP, ge=2)  # {1} from row to row, up or down, that is an error
    start: datetime | None = Field(None, alias="from")  # UTC unless it says otherwise
    end: datetime | None = Field(None, alias="to")


class MarketTerms(Part):
    """How feeds and pools follow them."""

    lag: int = Field(market.LAG, ge=0, le=DAY)  # {s}
    noise: Decimal = Field(Decimal("0.0005"), ge=0, le=Decimal("0.05"))
    heartbeat: int = Field(market.HEARTBEAT, ge=1, le=YEAR)  # {s}
    hub_heartbeat: int = Field(market.HUB_HEARTBEAT, ge=1, le=YEAR)  # {s}
    deviation: Decimal = Field(Decimal("0.005"), gt=0, le=Decimal("0.5"))
    cost: Decimal = Field(Decimal(0), ge=0, le=10_000)  # {USD} of an arbitrageur's transaction
    depth: int = Field(DEPTH, ge=1_000, le=10**10)  # {USD} on each side of each pool
    ranges: tuple[Literal[500, 3_000, 10_000], ...] = ()  # {1e-6}, fees of pools of Uniswap V3

    @property
    def terms(self) -> Terms:
        noise, deviation, cost = (int(it * ONE) for it in (self.noise, self.deviation, self.cost))
        return Terms(self.lag, noise, self.heartbeat, self.hub_heartbeat, deviation, cost)


class KeeperTerms(Part):
    """Who watches."""

    latency: int = Field(12, ge=1, le=DAY)  # {s} from a price to what is done about it
    record_spacing: int = Field(0, ge=0, le=LONGEST)  # {s} from a record to the next, at least


class PostingTerms(Part):
    """Who writes into the books that the vault's strategies read."""

    solutions: bool = True  # whether the keeper solves for those that read a solution book
    spacing: int = Field(0, ge=0, le=YEAR)  # {s} from one solution to the next, at least
    proposals: Path | None = None  # CSV or CSV.gz: timestamp and weights; from the same folder


class BaselineTerms(Part):
    """What the vault is compared with."""

    play: tuple[Name, ...] = NAMES  # all of them; an empty list for none


class FlowTerms(Part):
    """Who comes and goes: means of what is drawn."""

    entries: float = Field(0, ge=0, le=100)  # {1/day}
    size: float = Field(10_000, ge=1, le=10**8)  # {USD}
    stay: float = Field(30, ge=0.01, le=10_000)  # {day}
    single: float = Field(0.5, ge=0, le=1)  # {1}, how many bring one asset; the others come in kind

    @property
    def habits(self) -> Habits:
        return Habits(self.entries, self.size, self.stay, self.single)


class GasTerms(Part):
    """What gas costs whoever sends."""

    price: Decimal = Field(Decimal(20), ge=0, le=100_000)  # {gwei/gas}
    series: Path | None = None  # CSV or CSV.gz in its place: timestamp, gwei; from the same folder


class RunTerms(Part):
    """What is drawn, and where the report goes."""

    mode: Literal["bytecode", "twin", "both"] = "bytecode"  # what plays the prices
    seed: int = Field(7, ge=0)
    reports: Path = Path("reports/backtest")


class Config(Part):
    """All of a file."""

    prices: PriceTerms
    vault: VaultTerms = VaultTerms()
    market: MarketTerms = MarketTerms()
    keeper: KeeperTerms = KeeperTerms()
    posting: PostingTerms = PostingTerms()
    baselines: BaselineTerms = BaselineTerms()
    flows: FlowTerms = FlowTerms()
    gas: GasTerms = GasTerms()
    run: RunTerms = RunTerms()


def read(path: Path) -> Config:
    """The configuration there. Raises `BadConfig` with the line of what is wrong."""
    text = _text(path)
    try:
        found = Config.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise BadConfig(path, int(line[1]) if line else 0, f"no TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise BadConfig(path, *_problem(text, [str(it) for it in first["loc"]], first)) from None
    for table, key, file in _files(found):
        if not (path.parent / file).is_file():
            problem = f"{table}.{key}: no file {path.parent / file}"
            raise BadConfig(path, _line(text, [table, key]), problem)
    return found


def _files(config: Config) -> list[tuple[str, str, Path]]:
    """What must be there: table, key, file."""
    others = (
        ("vault", "parameters", config.vault.parameters),
        ("posting", "proposals", config.posting.proposals),
        ("gas", "series", config.gas.series),
    )
    named = [(table, key, file) for table, key, file in others if file]
    return [("prices", "file", config.prices.file), *named]


def require_assets(path: Path, config: Config, assets: Sequence[str]) -> None:
    """Columns are named of what is played alone. Raises `BadConfig` with the line of another."""
    for key in config.prices.columns:
        if key not in (TIMESTAMP, *assets):
            text = _text(path)
            line = _line(text, ["prices.columns", key]) or _line(text, ["prices", "columns"])
            problem = f"prices.columns.{key}: no such asset, there are {', '.join(assets)}"
            raise BadConfig(path, line, problem)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadConfig(path, 0, "no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig(path, 0, f"it cannot be read: {error}") from None


def _problem(text: str, where: list[str], error: Any) -> tuple[int, str]:
    said = {"extra_forbidden": "no such key", "missing": "it is missing"}
    message = "expected a table" if error["type"] == "model_type" else error["msg"]
    problem = said.get(error["type"], f"{message}, not {error['input']!r}")
    return _line(text, where), f"{'.'.join(where)}: {problem}"


def _line(text: str, where: list[str]) -> int:
    """Where a key stands, or the table that lacks it; 0 where neither is."""
    table, found = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        head = re.match(r"\s*\[([\w.-]+)\]", line)
        if head:
            table = head[1]
            found = number if table == where[0] else found
        key = re.match(r"\s*([\w-]+)\s*=", line)
        if key and [*filter(None, [table]), key[1]] == where[:2]:
            return number
    return found


def _is_moment(value: Any) -> bool:
    """Whether it is no number, which would be seconds since 1970."""
    if isinstance(value, str):
        return re.fullmatch(r"[-+]?[\d.]+", value.strip()) is None
    return value is None or isinstance(value, date)


def utc(moment: datetime | None) -> datetime | None:
    """A moment that names no zone is UTC."""
    return moment.replace(tzinfo=timezone.utc) if moment and not moment.tzinfo else moment
