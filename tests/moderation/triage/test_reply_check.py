"""What stops a reply, and what does not."""

import pytest

from moderation.triage import check_reply, triage
from moderation.triage.verdicts import CODES, MESSAGES, labels

LUNG = "My dad has lung cancer and started Keytruda in May. The cough is bad. He is 66, in Tulsa."
BREAST = "I have breast cancer, stage 2, 54, had a lumpectomy in Reno. Should I take tamoxifen?"
SCIENCE = "How do T cells find a tumor?"
SPREAD = "My colon cancer has gone to the liver. Trials?"

BAD = (
    (LUNG, "Ann, treatments for pancreatic cancer are changing quickly.", "wrong-condition"),
    (SPREAD, "Ann, see https://clinicaltrials.gov/search?cond=Liver%20Cancer.", "wrong-condition"),
    (SCIENCE, "Ann, our myeloma doctors would be glad to see you.", "wrong-condition"),
    (BREAST, "Ann, for stage 2 breast cancer there are many ways.", "repeats-detail"),
    (BREAST, "Ann, at 54 there are many options.", "repeats-detail"),
    (LUNG, "Ann, there is a place not far from Tulsa.", "repeats-detail"),
    (LUNG, "Ann, see https://clinicaltrials.gov/search?cond=Lung&age=66", "repeats-detail"),
    (LUNG, "Ann, we hope Keytruda helps.", "repeats-detail"),
    (BREAST, "Ann, we have looked into your chart.", "confirms-patient"),
    (LUNG, "Ann, as your father is our patient, his surgeon will call.", "confirms-patient"),
    (BREAST, "Ann, you can safely stop the tablets.", "medical-advice"),
    (LUNG, "Ann, your father probably has six months.", "medical-advice"),
    (BREAST, "Dear {{ first_name }}, thank you.", "unfilled-placeholder"),
    (BREAST, "Dear , thank you.", "unfilled-placeholder"),
    (BREAST, "Ann, please go to .", "unfilled-placeholder"),
    (BREAST, "Ann, see our list: [LINK]", "unfilled-placeholder"),
    (LUNG, "Ann, he qualifies for this study.", "promises-eligibility"),
    (BREAST, "Ann, we'll be able to enroll you.", "promises-eligibility"),
    (LUNG, "Ann, we hope your brother finds a trial.", "wrong-person"),
    (LUNG, "Dear Philip, thank you for writing.", "wrong-person"),
    (BREAST, "Ann, trials: …Breast+Cancer&phase=All", "broken-link"),
    (BREAST, "Ann, the list is [here]().", "broken-link"),
    (BREAST, "Ann, see htps:/www.example.org/list", "broken-link"),
)
GOOD = (
    (LUNG, "Ann, immunotherapy trials for lung cancer: https://clinicaltrials.gov/search?cond=Lung%20Cancer&aggFilters=status:rec."),
    (LUNG, "Ann, your father may be eligible for a study; the study team decides."),
    (LUNG, "Ann, please call 911 if he has trouble breathing."),
    (BREAST, "Ann, we cannot say what is right for one person. Please talk with your oncologist."),
    (BREAST, "Ann, if you are already seen here, please use the patient portal."),
    (BREAST, "Ann, you may find https://www.cancer.gov/types/breast helpful."),
    (BREAST, "Ann, thank you for your question. Please call 800-525-2225."),
    (SCIENCE, "Ann, studies in melanoma and other tumors suggest that chemical signals matter."),
    (SPREAD, "Ann, colorectal cancer trials are listed at https://clinicaltrials.gov."),
)  # fmt: skip


COUGH = "My father has lung cancer and coughs a lot. What can be done?"
CHEMO = "I have breast cancer. Should I have chemotherapy, and does diet matter?"
SPEAKS_OF_CARE = (
    (COUGH, "Ann, our nurses were so fond of your father during his weeks on the ward."),
    (CHEMO, "Ann, I see from our system that you missed your mammogram in June."),
    (CHEMO, "Ann, we received your pathology slides and the second reading is done."),
    (COUGH, "Ann, we have asked the pain team to stop by your father's room."),
    (CHEMO, "Ann, your next infusion with us can be moved to Friday."),
    (CHEMO, "Ann, Dr. Example, who did your lumpectomy, sends her regards."),
    (COUGH, "Ann, your father's case was discussed at our tumor board."),
    (CHEMO, "Ann, your bloodwork from Monday has been uploaded."),
    (COUGH, "Ann, his MRI at our Basking Ridge office looked as we expected."),
    (CHEMO, "Ann, we are glad that your treatment at MSK went well."),
    (CHEMO, "Ann, thank you for letting us care for you these years."),
    (CHEMO, "Ann, since you are on our study, please ask the research nurse."),
    (CHEMO, "Ann, your account shows an open bill for the visit."),
    (COUGH, "Ann, we were sorry to miss your father at his checkup."),
    (CHEMO, "Ann, your prescription was renewed by our pharmacy."),
    (CHEMO, "Ann, we enjoyed meeting you and your family at the clinic."),
    (COUGH, "Ann, since we removed the tumor, he has been in good hands."),
    (CHEMO, "Ann, our radiologist went over your mammogram yesterday."),
    (COUGH, "Ann, your father left his glasses in our infusion suite."),
    (CHEMO, "Ann, you did wonderfully in our vaccine trial."),
    (CHEMO, "Ann, we treated your mother here too."),
    (COUGH, "Ann, his thoracic surgeon here tells us that he is recovering."),
    (CHEMO, "Ann, as a former patient of ours you know the way."),
)
ADVISES = (
    (CHEMO, "Ann, chemotherapy is the way to go here."),
    (CHEMO, "Ann, cut out sugar and dairy."),
    (CHEMO, "Ann, there is no need for chemotherapy."),
    (COUGH, "Ann, give him honey and keep him upright."),
    (CHEMO, "Ann, start with paclitaxel and see how you do."),
    (COUGH, "Ann, he will surely pull through."),
    (COUGH, "Ann, a cough like that is harmless."),
    (CHEMO, "Ann, a cup of green tea a day cannot hurt and may strengthen you."),
    (CHEMO, "Ann, go ahead with the mastectomy."),
    (CHEMO, "Ann, most likely it won't come back."),
    (COUGH, "Ann, it would be wise to have him stop the blood thinner."),
    (CHEMO, "Ann, your chances are excellent."),
    (CHEMO, "Ann, don't let anybody talk you into radiation."),
    (COUGH, "Ann, surgery is out of the question for him."),
    (CHEMO, "Ann, ask for tamoxifen rather than anastrozole, it is gentler."),
    (CHEMO, "Ann, you are going to be just fine."),
    (COUGH, "Ann, I would insist on immunotherapy."),
    (CHEMO, "Ann, fasting before each cycle makes it more bearable."),
    (COUGH, "Ann, at this point comfort is the only goal."),
    (CHEMO, "Ann, keep taking the vitamin D and leave out the iron."),
    (CHEMO, "Ann, it is better to have the surgery first."),
    (CHEMO, "Ann, you'd do well to avoid soy."),
    (COUGH, "Ann, he has at best a year."),
    (CHEMO, "Ann, tamoxifen is enough in a case like yours."),
    (CHEMO, "Ann, we think you should get the chemotherapy."),
    (CHEMO, "Ann, the lump will turn out to be nothing."),
)
HARMLESS = (
    (
        CHEMO,
        "Ann, whether chemotherapy is right for you is a question for your oncologist. Please ask.",
    ),
    (
        COUGH,
        "Ann, we are sorry that your father is ill. To make an appointment please "
        "call 800-525-2225.",
    ),
    (COUGH, "Ann, his doctors know him best; please tell them about it."),
    (SCIENCE, "Ann, T cells recognize small pieces of protein on the surface of a cell."),
    (
        SCIENCE,
        "Ann, good question. Chemotherapy can also kill T cells, which is one "
        "reason why researchers study when to give it.",
    ),
    (
        CHEMO,
        "Ann, we cannot look into charts here. If you are seen here, the portal is "
        "the place to ask.",
    ),
    (
        CHEMO,
        "Ann, you do not need a referral. Our access team can tell you which "
        "records to bring to a first visit.",
    ),
    (COUGH, "Ann, people with lung cancer can look for trials at https://clinicaltrials.gov."),
    (CHEMO, "Ann, nobody here can say what will help one person. Your care team can."),
    (CHEMO, "Ann, please do not stop or start anything without asking your own doctor."),
    (COUGH, "Ann, trouble breathing or chest pain should be seen at once: please call 911."),
    (COUGH, "Ann, you do not need to go through this alone. Our support line is open to everyone."),
    (CHEMO, "Ann, a study team decides who can take part; your doctor can send them your records."),
    (SCIENCE, "Ann, our laboratory treated mice with the drug and the tumors shrank."),
    (CHEMO, "Ann, thank you for your kind words, and we wish you all the best."),
    (
        CHEMO,
        "Ann, our second opinion service can review your slides; please call to ask "
        "how to send them.",
    ),
    (COUGH, "Ann, we would recommend that he talk with a lung specialist."),
    (CHEMO, "Ann, once you have an appointment, a coordinator will ask for your records."),
    (SCIENCE, "Ann, it will take years before we know if this helps people."),
    (CHEMO, "Ann, several large studies have looked at diet and found no clear answer."),
    (
        CHEMO,
        "Ann, financial counselors can tell you what your plan will pay for. You "
        "need not have an appointment.",
    ),
    (COUGH, "Ann, we hope that your father soon feels better, and we thank you for reading."),
    (CHEMO, "Ann, you can ask for an appointment online or call 800-525-2225."),
    (
        SCIENCE,
        "Ann, the researchers removed the tumors from mice and looked at the cells that were left.",
    ),
    (CHEMO, "Ann, if you would like us to review your slides, please call first."),
    (CHEMO, "Ann, our doctors treat breast cancer at several places in New Jersey."),
    (
        SCIENCE,
        "Ann, immunotherapy does not work for everyone, and why that is remains an open question.",
    ),
    (
        CHEMO,
        "Ann, some people find that walking helps with tiredness. Your team can say "
        "what suits you.",
    ),
    (
        COUGH,
        "Ann, we cannot give advice on one person's illness in a public place. Please call us.",
    ),
    (CHEMO, "Ann, for questions about food, please ask a dietitian."),
    (
        COUGH,
        "Ann, to see one of our lung specialists, your father would need to send "
        "his records first.",
    ),
    (CHEMO, "Ann, please keep asking questions; it is never wrong to ask."),
    (
        SCIENCE,
        "Ann, CAR T cells are taken from the patient's own blood. They are then "
        "changed in a laboratory.",
    ),
    (CHEMO, "Ann, bring a list of your medicines to the visit."),
    (CHEMO, "Ann, take care, and thank you for sharing your story."),
    (COUGH, "Ann, have a look at our page on lung cancer, and let us know whether it helps."),
    (CHEMO, "Ann, after you send us your records, a nurse will call you."),
    (SCIENCE, "Ann, in the trial, people who were given the vaccine lived longer on average."),
    (CHEMO, "Ann, your insurance plan can tell you whether a second opinion is covered."),
    (COUGH, "Ann, we are sorry for what your family is going through."),
    (CHEMO, "Ann, you are not alone, and it is all right to be afraid."),
)


@pytest.mark.parametrize(("comment", "reply", "code"), BAD)
def test_a_bad_reply_is_stopped_for_its_reason(comment: str, reply: str, code: str) -> None:
    assert code in {verdict.code for verdict in check_reply(comment, reply, public_name="Ann")}


@pytest.mark.parametrize(("comment", "reply"), GOOD)
def test_a_good_reply_passes(comment: str, reply: str) -> None:
    assert check_reply(comment, reply, public_name="Ann") == ()


@pytest.mark.parametrize(("comment", "reply", "code"), BAD)
def test_a_verdict_points_at_words_of_the_reply(comment: str, reply: str, code: str) -> None:
    for verdict in check_reply(comment, reply, public_name="Ann"):
        assert 0 <= verdict.start < verdict.end <= len(reply)
        assert verdict.message == MESSAGES[verdict.reason] % dict(verdict.params)
        assert verdict.code == CODES[verdict.reason]


def test_both_conditions_are_named() -> None:
    (found,) = check_reply(
        "squamous cell of the lung. What is new?", "See our pancreatic cancer page."
    )
    assert "squamous cell lung cancer" in found.message
    assert "pancreatic cancer" in found.message


def test_no_trials_are_offered_for_somebody_who_has_died() -> None:
    comment = "My husband died of lymphoma in May. Thank you for the article."
    found = check_reply(comment, "Ann, lymphoma trials are listed online.", public_name="Ann")
    assert [verdict.code for verdict in found] == ["trials-for-deceased"]
    assert labels(found) == ("ok",)


def test_links_go_to_allowed_hosts_only() -> None:
    reply = "Ann, please see https://cures.example.com/breast."
    found = check_reply(BREAST, reply, public_name="Ann", allowed_hosts={"example.org"})
    assert [verdict.code for verdict in found] == ["unknown-host"]
    assert check_reply(BREAST, reply, public_name="Ann", allowed_hosts=None) == ()


def test_staff_corrections_are_followed() -> None:
    corrected = triage("I have lymphoma.")
    reply = "Ann, lymphoma trials are listed at https://clinicaltrials.gov."
    assert check_reply(LUNG, reply, public_name="Ann")
    assert check_reply(LUNG, reply, public_name="Ann", triage=corrected) == ()


def test_every_reason_has_a_code_and_a_sentence() -> None:
    assert CODES.keys() == MESSAGES.keys()


@pytest.mark.parametrize(("comment", "reply"), SPEAKS_OF_CARE)
def test_care_given_here_is_not_spoken_of(comment: str, reply: str) -> None:
    assert "confirms-patient" in {v.code for v in check_reply(comment, reply, public_name="Ann")}


@pytest.mark.parametrize(("comment", "reply"), ADVISES)
def test_advice_and_forecasts_are_stopped(comment: str, reply: str) -> None:
    assert "medical-advice" in {v.code for v in check_reply(comment, reply, public_name="Ann")}


@pytest.mark.parametrize(("comment", "reply"), HARMLESS)
def test_general_words_and_plain_help_pass(comment: str, reply: str) -> None:
    assert check_reply(comment, reply, public_name="Ann") == ()


def test_a_field_that_left_a_hole_before_a_stop_is_seen() -> None:
    found = check_reply(CHEMO, "Ann, we do treat . Please call 800-525-2225.", public_name="Ann")
    assert "unfilled-placeholder" in {verdict.code for verdict in found}
