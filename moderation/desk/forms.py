"""What the desk's one form carries. It never refuses what was typed: limits are the gate's."""

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models import KeptBecause, ReasonCode
from moderation.redaction import Kind


class CaseForm(forms.Form):
    """Everything a press of any button on the case page sends along."""

    version = forms.IntegerField(min_value=0, required=False)
    span = forms.IntegerField(min_value=1, required=False)
    reply = forms.CharField(
        label=_("Reply"), required=False, max_length=10_000, strip=False, widget=forms.Textarea
    )
    canned = forms.IntegerField(min_value=1, required=False)
    search = forms.CharField(label=_("Search all replies"), required=False, max_length=80)
    sign_personally = forms.BooleanField(label=_("Sign with my own name"), required=False)
    as_author = forms.BooleanField(
        label=_("The writer is an author of this article"), required=False
    )
    all_same = forms.BooleanField(label=_("All identical words at once"), required=False)
    replacement = forms.CharField(
        label=_("In general words"), required=False, max_length=600, strip=True
    )
    start = forms.IntegerField(min_value=0, required=False)
    end = forms.IntegerField(min_value=1, required=False)
    words = forms.CharField(
        label=_("Words to leave out"), required=False, max_length=200, strip=True
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[(kind.value, kind.value) for kind in Kind]
    )
    reason = forms.ChoiceField(label=_("Reason"), required=False, choices=ReasonCode.choices)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2_000, strip=True, widget=forms.Textarea
    )
    because = forms.ChoiceField(required=False, choices=KeptBecause.choices)
    # The machine's guesses, as staff correct them.
    condition = forms.CharField(label=_("Condition"), required=False, max_length=80)
    about = forms.CharField(label=_("For whom"), required=False, max_length=40)
    state = forms.CharField(label=_("State"), required=False, max_length=60)
    language = forms.CharField(label=_("Language"), required=False, max_length=8)
    intent = forms.CharField(label=_("Wants"), required=False, max_length=40)
