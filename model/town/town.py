"""The town: all tables and arrays of one run. Phases read and write them."""

from collections import namedtuple
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from agents.efforts import worths_by_expectation
from agents.engine.memory import Whole
from agents.engine.part import Part, number
from agents.engine.table import AREAS, DIMENSIONS, Table
from agents.politicians import POLITICIAN
from agents.professionals import TEAM
from agents.providers import LEAST_SLACK, UNIT
from agents.service_rules import USUAL_STRAIN
from model.chance import STAFF, TOWN, fill_normals, fill_side_by_side, normals, seed_word, uniforms
from model.paradigms.paradigm import STATUS_QUO, Paradigm
from model.paradigms.phasing import Phasing
from model.paradigms.rules import ROLES
from model.parameters.mechanisms import effective
from model.parameters.parameters import Parameters
from model.town.areas import Areas, build_areas
from model.town.fidelity import draw_fidelity
from model.town.ledger import PAYER, Ledger
from model.town.municipalities import Municipality
from model.town.network import ties
from model.town.people import START_FIT, age_shares, settle

_COUNTS = (
    "design_weight", "design_count", "decisions", "overruled", "innovations", "trials", "judged", "reversed",
    "initiatives", "permitted",
)  # fmt: skip
Counts = namedtuple("Counts", _COUNTS)  # type: ignore[misc]  # noqa: PYI024
COUNT: Any = Counts(*range(len(_COUNTS)))  # COUNT.overruled is its place in `Town.counts`
Roles = namedtuple("Roles", list(ROLES))  # type: ignore[misc]  # noqa: PYI024
ROLE: Any = Roles(*range(len(ROLES)))  # ROLE.leaders is its place in `Town.readiness`

FEWEST_DISTRICTS, MOST_DISTRICTS = 3, 20
FEWEST_UNITS = 3  # fewest units of an area, so that users can choose
STRAIN_SPREAD = 0.05  # of teams at the start, around `USUAL_STRAIN`
USUAL_MOTIVE, MOTIVE_SPREAD = 0.6, 0.1  # motivation of newcomers
OPENNESS_SPREAD = 0.1  # of teams' openness to lay knowledge
LEAST_SKILL = 0.2  # of anyone who gets a post
START_EXPERIENCE = 60.0  # months in post
WAY_BLOCK, SHARED_ADDRESS, UNIT_ADDRESSES = 99, 30, 40  # of chance: a district's way, programmes
SEAT_ADDRESSES = 100_000  # addresses of chance from here on are for seats of the council
PRIORITY_SPREAD = 0.3  # log scale, of newcomers' priorities around their voters'
COUNCIL_OPENNESS_SPREAD = 0.15
PLATFORM_SPREAD = 0.4  # from left, -1, to right, 1
START_SUPPORT = 0.5
LEARNING, STIGMA = 0, 1  # places in `Town.burdens`
SHARED_LEGACY, OWN_LEGACY = 0.8, 0.6  # what programmes of an area miss together, and each alone: squares add to 1


@dataclass
class Arenas(Part):
    """Arenas in force: a row each; `member` holds rows of citizens, -1 for an empty seat."""

    number: np.ndarray  # (arenas,) int64, address of chance, which does not depend on the arenas of other areas
    area: np.ndarray  # (arenas,) int64
    unit: np.ndarray  # (arenas,) int64, the unit it works on, within the area
    member: np.ndarray  # (arenas, seats) int32
    attended: np.ndarray  # (arenas, seats) int32, meetings since joining
    held: np.ndarray  # (arenas,) meetings held
    group_trust: np.ndarray  # (arenas,) 0-1, members' trust that the others do their part
    facilitator: np.ndarray  # (arenas,) how well the facilitator at work does it, 1 the average one
    called_for: np.ndarray  # (areas, rules) the rules that called for them
    filled: np.ndarray  # (arenas,) share of seats filled when the latest meeting was due


NO_ARENAS = Arenas(
    np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 0), np.int32),
    np.zeros((0, 0), np.int32), np.zeros(0), np.zeros(0), np.zeros(0), np.zeros((0, 0)), np.zeros(0),
)  # fmt: skip


@dataclass(repr=False, kw_only=True)
class Town(Whole):
    """State of one run. `month` counts from the start of the warm-up, 0 first.

    Attributes mean the same in kernels, as far as they are arrays, numbers, or parts with arrays.
    """

    PARTS = ("areas", "citizens", "teams", "politicians", "units", "ledger", "seats")
    HIDDEN = ("picks", "signs")

    place: Municipality
    population: int = number("int64")
    seed: np.uint64 = number("uint64")
    p: Parameters  # with ablations applied
    areas: Areas
    citizens: Table
    teams: Table
    politicians: Table
    units: Table
    team_start: np.ndarray  # (areas + 1,) first team of each area
    units_per_area: int = number("int64")
    districts: int = number("int64")
    stands_for: float = number("float64")  # real citizens that each one simulated stands for, at least 1
    distance: np.ndarray  # (districts,) way to the municipal office, 0-1
    tie_start: np.ndarray
    tie_other: np.ndarray
    row_of: np.ndarray  # (citizens,) uint32, the row of each identity
    ledger: Ledger
    numbers: Any  # parameter groups as tuples of floats
    packed: Any  # the same as arrays, from which kernels read them
    paradigm: Paradigm
    rules: np.ndarray  # (areas, rules) in force, as decided
    fidelity: np.ndarray  # (units, rules) how far each unit carries out each rule, 1 in full
    practice: np.ndarray  # (units, rules) the rules as each unit carries them out
    usual: np.ndarray  # (areas, rules) their mean over an area's units
    habit: np.ndarray  # (areas, rules) what roles are used to
    readiness: np.ndarray  # (roles,) in the order of `ROLE`
    outcomes: np.ndarray = field(default_factory=lambda: np.zeros(0))  # (outcomes,) of the latest month
    arenas: Arenas | None = None
    picks: np.ndarray | None = None  # option of each area under triage
    phasing: Phasing | None = None  # how far rules are phased in; None: in full
    month: int = number("int64", 0)
    turnout: float = number("float64", 0.0)
    months_of_paradigm: int = number("int64", 0)
    counts: np.ndarray = field(default_factory=lambda: np.zeros(len(COUNT)))  # decisions since the paradigm began
    turnover: float = number("float64", 0.0)  # posts renewed over posts, this month
    paid: np.ndarray = field(default_factory=lambda: np.zeros(AREAS))  # paid hours of the month by area
    signs: np.ndarray | None = None  # (areas,) remembered signals of triage
    unbooked: np.ndarray = field(default_factory=lambda: np.zeros(AREAS))  # process hours between two months
    complaints: np.ndarray = field(
        default_factory=lambda: np.zeros(AREAS)
    )  # complaints about services, answered next month
    carried_out: float = number("float64", 1.0)  # mean fidelity to rules that differ from the status quo
    helpers: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))  # rows of this month's volunteers
    helper_area: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))  # (volunteers,) their areas
    worths: np.ndarray = field(init=False)  # (expectations, efforts) worth of own effort, by the fit expected
    pool: np.ndarray = field(init=False)  # (districts, areas, 2) volunteers' hours at hand: of others, of peers
    lent: np.ndarray = field(init=False)  # (districts, areas) volunteers' hours given this month
    met: np.ndarray = field(init=False)  # (districts, areas) chance that a person in need meets a peer
    burdens: np.ndarray = field(init=False)  # (districts, areas, 2) what peers leave of learning cost and stigma
    arenas_called_by: bytes = b""  # the rules that `arenas` are in force for
    asks_volunteers: bool = False  # whether the rules in force ask for volunteers in some area
    supports_initiative: bool = False  # whether they support residents' initiatives in some area
    initiatives: bool = number("bool", False)  # whether residents may have proposed
    held: dict[str, np.ndarray] = field(default_factory=dict)  # what events of the timeline keep until they end
    young: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))  # rows of the young who may hold seats
    news_felt: float = number("float64", 0.0)  # what citizens who heard of answers feel; moves support next month
    news_month: int = number("int64", -1)  # month of the latest news of an overruled proposal; -1 before any
    late_hours: float = number("float64", 0.0)  # process hours booked after this month's cases got theirs
    council_share: float = number("float64", 1.0)  # of the council's cost, that the citizens simulated bear

    def __post_init__(self) -> None:
        """Make the columns by district and area."""
        self.worths = worths_by_expectation(self.numbers.delivery)
        self.pool = np.zeros((self.districts, AREAS, 2))
        self.lent, self.met = np.zeros((self.districts, AREAS)), np.zeros((self.districts, AREAS))
        self.burdens = np.ones((self.districts, AREAS, 2))

    def take_parameters(self, p: Parameters) -> None:
        """Put parameters in force, with ablations applied."""
        self.p, self.numbers = p, Numbers(p)
        self.packed = Packed(self.numbers)
        self.worths = worths_by_expectation(self.numbers.delivery)

    def send_helpers_home(self) -> None:
        """End volunteering: nobody helps, and no hours are left."""
        self.ledger.others[PAYER.expired] += self.pool.sum()
        self.helpers, self.helper_area = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self.pool[:] = self.lent[:] = self.met[:] = 0.0
        self.burdens[:] = 1.0

    def __repr__(self) -> str:
        return f"<Town: {self.place.label}, {self.population:,} citizens, month {self.month} from the warm-up's start>"

    @property
    def seats(self) -> Arenas:
        """The arenas in force, without rows where there are none."""
        return self.arenas if self.arenas is not None else NO_ARENAS

    @property
    def calendar(self) -> int:
        """Months since the warm-up, negative during it; sets the dates of budgets, elections and tenders."""
        return self.month - self.p.town.warm_up

    @property
    def table_bytes(self) -> int:
        """Bytes of all state: tables, ties, areas and ledger."""
        total = sum(t.nbytes for t in (self.citizens, self.teams, self.politicians, self.units))
        total += self.areas.nbytes + self.ledger.nbytes
        total += self.tie_start.nbytes + self.tie_other.nbytes + self.row_of.nbytes
        return total + (sum(array.nbytes for array in vars(self.arenas).values()) if self.arenas else 0)


class Numbers:
    """Each parameter group as a namedtuple of floats, the form kernels take: `numbers.trust.gain`."""

    def __init__(self, p: Parameters) -> None:
        for name in type(p).model_fields:
            setattr(self, name, getattr(p, name).numbers())


class Packed(Part):
    """Each parameter group as an array of floats, from which kernels read them; nobody may change one."""

    def __init__(self, numbers: Numbers) -> None:
        for name, group in vars(numbers).items():
            array = np.array(group)
            array.flags.writeable = False
            setattr(self, name, array)


def build_town(place: Municipality, citizens: int, parameters: Parameters, seed: int) -> Town:
    """Return the town at month 0, under the status-quo rules; it depends only on the arguments."""
    p = effective(parameters)
    word = seed_word(seed)
    stands_for = max(1.0, place.population / citizens) ** p.town.subsample
    real = citizens * stands_for
    districts = min(MOST_DISTRICTS, max(FEWEST_DISTRICTS, round(real / p.town.citizens_per_district)))
    wanted = max(FEWEST_UNITS, round(real / p.town.citizens_per_unit))
    per_area = min(districts, wanted)  # each serves a district at least
    people = settle(place, citizens, districts, stands_for > 1.0, p, word)
    tie_start, tie_other = ties(people.identity, p.town.degree, p.town.homophily, word)
    areas = build_areas(p, age_shares(place), citizens, STATUS_QUO, word)
    teams, team_start = _teams(p, areas, real, word)
    status_quo = np.tile(STATUS_QUO, (AREAS, 1))
    numbers = Numbers(p)
    return Town(
        place=place, population=citizens, seed=word, p=p, areas=areas, citizens=people, teams=teams,
        politicians=_council(p, areas, place, word), units=_units(p, areas, per_area, word),
        team_start=team_start, units_per_area=per_area, districts=districts, stands_for=stands_for,
        distance=np.array([uniforms(word, TOWN, 0, d, WAY_BLOCK)[0] for d in range(districts)]), tie_start=tie_start,
        tie_other=tie_other, row_of=np.argsort(people.identity).astype(np.uint32),
        ledger=Ledger(districts, p.outcomes.window), numbers=numbers, packed=Packed(numbers),
        paradigm=Paradigm(name="status-quo"), rules=status_quo, practice=np.repeat(status_quo, per_area, axis=0),
        fidelity=draw_fidelity(AREAS, per_area, p.roles.numbers(), word), usual=status_quo.copy(),
        habit=status_quo.copy(), readiness=np.ones(len(ROLE)), turnout=place.turnout_2023,
        council_share=citizens / place.population,
    )  # fmt: skip


def _teams(p: Parameters, areas: Areas, citizens: float, seed: np.uint64) -> tuple[Table, np.ndarray]:
    count = np.maximum(1, np.round(citizens / p.town.citizens_per_team * areas.share)).astype(np.int64)
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    teams = Table(TEAM, int(start[-1]))
    for a in range(AREAS):
        teams.area[start[a] : start[a + 1]] = a
        teams.hours[start[a] : start[a + 1]] = areas.budget[a] / count[a]
    z, y = _luck(len(teams), seed, 0), _luck(len(teams), seed, 1)
    staff = p.staff
    teams.competence[:] = np.clip(staff.competence + staff.competence_spread * z[0], LEAST_SKILL, 1.0)
    teams.relation[:] = np.clip(staff.relation + staff.competence_spread * z[1], LEAST_SKILL, 1.0)
    teams.openness[:] = np.clip(staff.openness + OPENNESS_SPREAD * y[0], 0.0, 1.0)
    teams.motive[:] = np.clip(USUAL_MOTIVE + MOTIVE_SPREAD * z[2], 0.0, 1.0)
    teams.strain[:] = np.clip(USUAL_STRAIN + STRAIN_SPREAD * z[3], 0.0, 1.0)
    teams.experience[:] = START_EXPERIENCE
    return teams, start


def _luck(teams: int, seed: np.uint64, block: int) -> np.ndarray:
    """Return four standard normals for each team, (4, teams)."""
    found = np.empty((4, teams))
    fill_side_by_side(found, teams, seed, STAFF, 0, np.arange(teams), np.full(teams, block))
    return found


def _council(p: Parameters, areas: Areas, place: Municipality, seed: np.uint64) -> Table:
    council = Table(POLITICIAN, place.council_seats)
    for seat in range(len(council)):
        new_politician(council, seat, areas.share, p, seed, 0)
    return council


def new_politician(council: Table, seat: int, leaning: np.ndarray, p: Parameters, seed: np.uint64, month: int) -> None:
    """Fill a seat with a newcomer whose priorities scatter around `leaning` (areas,). Equation E11."""
    z = normals(seed, STAFF, month, SEAT_ADDRESSES + seat, 0)
    y = normals(seed, STAFF, month, SEAT_ADDRESSES + seat, 1)
    weights = leaning * np.exp(PRIORITY_SPREAD * np.array(z))
    council.priorities[seat] = weights / weights.sum()
    council.openness[seat] = min(1.0, max(0.0, p.politics.openness + COUNCIL_OPENNESS_SPREAD * y[0]))
    council.platform[seat] = min(1.0, max(-1.0, PLATFORM_SPREAD * y[1]))
    council.support[seat] = START_SUPPORT
    council.seniority[seat] = 0


def _units(p: Parameters, areas: Areas, per_area: int, seed: np.uint64) -> Table:
    """Equation E10."""
    units = Table(UNIT, AREAS * per_area)
    shared = np.zeros(DIMENSIONS)
    own = np.zeros(DIMENSIONS)
    for a in range(AREAS):
        fill_normals(shared, seed, TOWN, a, SHARED_ADDRESS, 0)
        for u in range(per_area):
            row = a * per_area + u
            fill_normals(own, seed, TOWN, a, UNIT_ADDRESSES + u, 0)
            units.programme[row] = areas.centre[a, 0] + p.needs.legacy_gap * (SHARED_LEGACY * shared + OWN_LEGACY * own)
    units.solution[:] = np.repeat(areas.start_solution, per_area)
    units.previous[:] = units.solution
    # Spread evenly over a year's trials, so that hours and imitation do not come in bursts.
    units.rights[:] = np.tile((np.arange(per_area) + 0.5) / per_area, AREAS)
    units.share[:] = 1.0 / per_area
    units.slack[:] = max(p.market.slack, LEAST_SLACK)
    units.quality[:] = START_FIT
    units.indicator[:] = START_FIT
    units.users[:] = 1.0
    return units
