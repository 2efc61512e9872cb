"""What a scan says of a text, beyond the spans: language, gate, policy, reasons."""

import subprocess
import sys

import pytest

from moderation.redaction import DEFAULT, Action, Kind, Policy, Tier, public_text, scan, treat
from moderation.redaction.reasons import REASONS, reason
from tests.moderation.redaction.gold import load_all

PERSONAL = "My wife Teresa, 54, from Toledo has lymphoma, call 732-555-0190."


def kinds(text: str, **options: object) -> set[str]:
    return {f.kind.value for f in scan(text, **options).findings}  # type: ignore[arg-type]


def test_it_imports_no_django() -> None:
    code = "import sys, moderation.redaction as r; r.scan('x'); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        "Does chemo make you tired?",
        "Is it true that 1 in 8 women over 50 get breast cancer?",
        "Who discovered PD-1? Was it Dr. Honjo in Kyoto in 1992?",
        "Hodgkin described the disease in 1832.",
    ],
)
def test_general_talk_raises_nothing(text: str) -> None:
    assert scan(text).findings == ()


def test_a_direct_contact_is_found_in_general_talk() -> None:
    assert kinds("Is chemo safe? Write to ada@example.org or 732-555-0190") == {"EMAIL", "PHONE"}


def test_the_referral_number_of_the_house_is_left_alone() -> None:
    assert scan("Should I call 800-525-2225 or 1-800-525-2225 about chemo?").findings == ()


def test_people_of_the_article_are_left_alone() -> None:
    text = "My wife Teresa has lymphoma. Is Dr. Aldous Quennell right about her?"
    assert "Quennell" in {text[f.start : f.end].split()[-1] for f in scan(text).findings}
    known = scan(text, known_names=["Aldous Quennell, MD"])
    assert all("Quennell" not in text[f.start : f.end] for f in known.findings)


@pytest.mark.parametrize(
    ("text", "language", "checked"),
    [
        (PERSONAL, "en", True),
        ("Mi madre tiene cáncer de mama y no sé qué hacer", "es", True),
        ("Ma mère est malade depuis trois ans et je ne sais pas quoi faire", "fr", False),
        ("Моя мама больна и я не знаю, что делать", "ru", False),
        ("我母亲得了肺癌", "zh", False),
        ("qwrt zzkp vlkj", "und", False),
    ],
)
def test_the_language_is_named_and_others_are_not_checked(
    text: str, language: str, checked: bool
) -> None:
    found = scan(text)
    assert (found.language, found.checked) == (language, checked)


def test_direct_contacts_are_found_in_any_language() -> None:
    assert kinds("Ma mère est malade, écrivez à ada@example.org") == {"EMAIL"}


def test_spanish_cues_lead_to_names() -> None:
    text = "Hola, me llamo Rosalba Quintero y mi esposo tiene leucemia"
    assert "Rosalba Quintero" in [text[f.start : f.end] for f in scan(text).findings]


def test_a_policy_is_a_table_that_can_be_changed_and_hashed() -> None:
    policy = Policy.from_table({"AGE": "out", "DATE": "kept", "NAME/must": "kept"})
    assert policy.action(Kind.AGE, Tier.SHOULD) is Action.OUT
    assert policy.action(Kind.NAME, Tier.MUST) is Action.KEPT
    assert policy.action(Kind.PHONE, Tier.MUST) is Action.OUT
    assert len({policy, DEFAULT, Policy.from_table(policy.table())}) == 2


def test_a_policy_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="SHOE"):
        Policy.from_table({"SHOE": "out"})


def test_the_policy_decides_what_the_public_reads() -> None:
    policy = Policy.from_table({"AGE": "out"})
    found = scan(PERSONAL, policy=policy)
    assert "[age]" in public_text(PERSONAL, found, policy=policy)


def test_a_kept_detail_covers_nothing() -> None:
    text = "I have lymphoma and live in Ohio."
    state = next(f for f in scan(text).findings if f.kind is Kind.STATE)
    assert treat(text, state).action is Action.KEPT


def test_a_rare_condition_with_three_facts_raises_the_state() -> None:
    text = "My son is 33, has had sarcoidosis since 2009, and we are in Idaho."
    state = next(f for f in scan(text).findings if f.kind is Kind.STATE)
    assert (state.tier, state.rule) == (Tier.SHOULD, "state.combination")
    assert "Idaho" not in public_text(text, scan(text))


def test_a_common_condition_leaves_the_state() -> None:
    text = "My son is 33, has had lymphoma since 2009, and we are in Idaho."
    assert "Idaho" in public_text(text, scan(text))


def test_every_rule_that_fires_has_a_reason() -> None:
    fired = {f.rule for gold in load_all("dev") for f in scan(gold.text).findings}
    assert fired <= set(REASONS)
    assert all(reason(rule)[0] != " " and len(reason(rule)) < 90 for rule in fired)
