"""The protocol of the principal paradigms: complete, within bounds, and what the presets are made of."""

from model.paradigms.paradigm import Paradigm, load_paradigm
from model.paradigms.protocol import FREE, LEVELS, PRINCIPAL, levelled, protocol
from model.parameters.declare import coerced
from model.references import cited_keys, entries

RULES = {declared.name.removeprefix("rules."): declared for declared in Paradigm.declarations()}


def test_every_rule_of_every_principal_paradigm_is_argued() -> None:
    faults = []
    for paradigm in PRINCIPAL:
        faults += [f"{paradigm}: {rule}" for rule in set(RULES) - {"intensity"} ^ set(protocol(paradigm))]
        for rule, one in protocol(paradigm).items():
            ends = (*one.choices, one.value)
            if not one.text_en.endswith(".") or [coerced(RULES[rule], end) for end in ends] != list(ends):
                faults.append(f"{paradigm}: {rule}")
            inside = one.value in one.choices if isinstance(one.value, str) else None
            if one.choices and not (one.choices[0] <= one.value <= one.choices[-1] if inside is None else inside):
                faults.append(f"{paradigm}: {rule} lies outside its range")
            if one.source != "our reading" and not set(cited_keys(one.source)) & set(entries()):
                faults.append(f"{paradigm}: {rule}: {one.source}")
    assert faults == []


def test_the_presets_hold_the_protocols_values() -> None:
    for paradigm in PRINCIPAL:
        held = load_paradigm(paradigm).flat()
        assert {rule: held[rule] for rule in protocol(paradigm)} == {r: a.value for r, a in protocol(paradigm).items()}


def test_rules_that_all_advocates_may_choose_are_alike() -> None:
    for rule in FREE:
        assert len({protocol(paradigm)[rule].value for paradigm in PRINCIPAL}) == 1
        assert all(protocol(paradigm)[rule].varies for paradigm in PRINCIPAL)


def test_levelled_presets_are_alike_on_the_levels_and_as_before_elsewhere() -> None:
    level = {rule for rules in LEVELS.values() for rule in rules}
    assert set(levelled()) == level and set(levelled("access")) == set(LEVELS["access"])
    for paradigm in PRINCIPAL:
        own, same = load_paradigm(paradigm).flat(), load_paradigm(f"{paradigm}-levelled").flat()
        assert {rule for rule in own if own[rule] != same[rule]} <= level
        assert {rule: same[rule] for rule in level} == levelled()
