"""E-mail addresses, links and handles, also where they are written out in words."""

import re
from collections.abc import Iterator

from moderation.redaction.document import Document
from moderation.redaction.findings import Kind
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

# Hosts of public bodies, journals and news: a link there is nobody's page.
_PUBLIC_HOSTS = words("""
    cancer.gov nih.gov fda.gov cdc.gov clinicaltrials.gov medlineplus.gov medicare.gov cms.gov
    who.int mskcc.org cancer.org cancer.net nccn.org asco.org esmo.org aacr.org lls.org nejm.org
    nature.com science.org sciencemag.org thelancet.com cell.com bmj.com jamanetwork.com plos.org
    wikipedia.org pubmed.gov nytimes.com bbc.com bbc.co.uk cnn.com reuters.com washingtonpost.com
    theguardian.com npr.org pbs.org webmd.com mayoclinic.org healthline.com medscape.com
    uptodate.com statnews.com time.com forbes.com latimes.com usatoday.com wsj.com
    cochrane.org nhs.uk cancerresearchuk.org macmillan.org.uk komen.org breastcancer.org
    lungevity.org pancan.org lymphoma.org themmrf.org ted.com doi.org arxiv.org biorxiv.org
    """)
_PUBLIC_ENDINGS = (".gov", ".mil", ".edu", ".int")
_SOCIAL = words(
    "facebook fb instagram insta twitter tiktok linkedin youtube caringbridge gofundme tumblr "
    "blogspot wordpress wixsite medium substack flickr pinterest reddit"
)
_TLDS = (
    "com|c0m|0rg|n3t|org|net|edu|gov|mil|int|info|biz|name|pro|co|io|me|tv|us|uk|ca|au|nz|ie|de"
    "|fr|es|it|pt|nl|"
    "be|ch|at|pl|cz|sk|hu|ro|bg|gr|tr|ru|ua|by|se|no|dk|fi|is|ee|lv|lt|in|pk|bd|lk|np|cn|tw|hk|jp|"
    "kr|sg|my|th|vn|ph|id|ae|sa|il|ir|iq|eg|ng|gh|ke|za|tz|ug|ma|mx|br|ar|cl|pe|ve|ec|uy|cr|pr|cu|"
    "eu|asia|blog|site|online|app|dev|xyz|club|live|page|health|life|world|email|example|test|"
    "local|internal|museum|coop|jobs|mobi|tel|travel|cat"
)
_OPEN, _CLOSE = r"[\[({<=*]{1,2}", r"[\])}>=*]{1,2}"
_AT = re.compile(
    rf" @ |@|(?<=[a-z0-9])AT(?=[a-z])|\s?[\[({{<]{{1,2}}a[\])}}>]{{1,2}}\s?|\s(?:the )?at[- ]sign\s"
    rf"|\s?[/|:#<>\"'\\]{{1,2}}\s?at\s?[/|:#<>\"'\\]{{1,2}}\s?"
    rf"|\s?{_OPEN}\s?(?:at|@|arroba|ad|klammeraffe|arobase|chiocciola|shift ?\+ ?2)\s?{_CLOSE}\s?"
    r"|[\s_](?:at|arroba|@)(?=[\s_])[\s_]"
    r"|(?<=\w)[-+.=~*_|]at[-+.=~*_|](?=\w)",
    re.IGNORECASE,
)
_DOT = (
    r"(?:\.|\s\.\s|(?<=[a-z0-9])DOT(?=[a-z])|\s?[/|:#<>\"'\\]{1,2}\s?dot\s?[/|:#<>\"'\\]{1,2}\s?"
    r"|\s?(?:[\[({<=*]{1,2}\s?(?:dot|d0t|period|point|punto|punkt|punt|ponto"
    r"|\.)\s?[\])}>=*]{1,2})\s?"
    r"|\s(?:dot|d0t|punto|period|punkt)\s|(?<=\w)[-+=~*_|](?:dot|punto)[-+=~*_|](?=\w))"
)
_LABEL = r"[\[({]?[^\W_](?:[\w-]{0,40}[^\W_])?[\])}]?"
_DOMAIN = re.compile(
    rf"\s?({_LABEL}(?:{_DOT}{_LABEL}){{0,4}}?{_DOT}[\[({{]?(?:{_TLDS})[\])}}]?)(?![\w@])(?!{_DOT}(?:{_TLDS})\b)",
    re.IGNORECASE,
)
_PROVIDER = re.compile(
    r"\s?(gmail|g mail|hotmail|yahoo|aol|outlook|icloud|protonmail|comcast|gmx|ymail|msn"
    r"|verizon)(?!\w)",
    re.IGNORECASE,
)
_LONGEST_LOCAL = 64
_LOCAL_BACK = re.compile(r"(?:[\w.+'%~=*-]|\s?[\[({<=*]{1,2}\s?\w{1,10}\s?[\])}>=*]{1,2}\s?)+\Z")
_WORDED_JOIN = frozenset(
    {
        "dot",
        "underscore",
        "dash",
        "bajo",
        "guion",
        "low",
        "barra",
        "hyphen",
        "period",
        "punto",
        "plus",
    }
)


_MAYBE = re.compile(
    r"dot|punt|point|period|arroba|klammer|mail|yahoo|aol|outlook|icloud|comcast|\.(?:com|net"
    r"|org|edu|test|example|co)"
)


def emails(doc: Document) -> Iterator[Hit]:
    """Addresses with "@", "(at)", " at ... dot", and those written backwards."""
    text = doc.text
    if "@" not in text and not _MAYBE.search(doc.low):
        return
    for match in _AT.finditer(text):
        domain = _DOMAIN.match(text, match.end()) or _PROVIDER.match(text, match.end())
        if domain is None:
            if match[0] == "@":
                yield from _backwards(doc, match.start())
            continue
        start = _local_start(text, match.start())
        if start == match.start() or not doc.free(start, domain.end()):
            continue
        if match[0].strip().lower() in ("at", "ad") and not _is_address(doc, start, match, domain):
            continue
        rule = "contact.email" if "@" in match[0] and match[0].strip() == "@" else "contact.spelled"
        yield Hit(start, domain.end(1), Kind.EMAIL, rule, 0.99)


def _local_start(text: str, at: int) -> int:
    """Where the part before the "at" begins, with "dot" and "underscore" in words."""
    floor = max(0, at - _LONGEST_LOCAL)
    local = _LOCAL_BACK.search(text[floor:at])
    if local is None:
        return at
    start = floor + local.start()
    while start > floor:
        before = text[floor:start].split(" ")
        last = text[start:at].split(" ", 1)[0].lower()
        if (len(before) >= 2 and before[-1] == "" and before[-2].lower() in _WORDED_JOIN) or (
            last in _WORDED_JOIN and len(before) >= 2 and before[-1] == "" and before[-2]
        ):
            start -= len(before[-2]) + 1
        else:
            break
    return start + _leading_marks(text[start:at])


def _leading_marks(local: str) -> int:
    return len(local) - len(local.lstrip(" .'-=*(<[{"))


def _is_address(doc: Document, start: int, at: re.Match[str], domain: re.Match[str]) -> bool:
    """Whether "x at y.com" is an address, not "look at y.com"."""
    if "." not in domain[1] or re.search(rf"(?!\.){_DOT}", domain[1], re.IGNORECASE):
        return True
    local = doc.text[start : at.start()].strip()
    before = doc.low[max(0, start - 24) : start]
    return bool(re.search(r"[\d_.]", local)) or "mail" in before or at[0].isupper()


_BACKWARDS_HOST = re.compile(r"(?:moc|gro|ten|ude|ku|elpmaxe|tset)\.[\w.-]{2,40}\Z")
_BACKWARDS_LOCAL = re.compile(r"[\w.-]{2,40}")


def _backwards(doc: Document, at: int) -> Iterator[Hit]:
    host = _BACKWARDS_HOST.search(doc.low, max(0, at - 48), at)
    local = _BACKWARDS_LOCAL.match(doc.text, at + 1)
    if host is not None and local is not None:
        end = local.end() - len(local[0]) + len(local[0].rstrip(".-"))
        yield Hit(host.start(), end, Kind.EMAIL, "contact.spelled", 0.9)


_LINK = re.compile(r"(?:h(?:tt|xx)ps?://|www\.|www\[\.\])[^\s<>\"']{3,300}", re.IGNORECASE)
_BARE = re.compile(
    rf"(?<![\w@.-])(?:{_LABEL}(?:\.|\[\.\]|\(\.\))){{1,4}}(?:com|org|net|info|co\.uk|blog|me|io|tv|"
    r"example|test|site|online|us|ca|de|fr|es|in|ph|ng|eu)(?![\w@])(?:/[^\s<>\"']{0,200})?",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"(?<![\w@])({_LABEL}) dot (com|org|net|info|blog|me|io|tv|example|test|wordpress|blogspot)"
    rf"(?: dot (?:{_TLDS}))?(?: slash \w+)*(?!\w)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@(?!\d+\b)[A-Za-z0-9_][\w.]{2,29}")
_HANDLE_CUE = re.compile(
    r"\b(?:ig|insta(?:gram)?|twitter|tiktok|snap(?:chat)?|skype|telegram|wechat|tumblr|facebook|fb|"
    r"kik|discord|messenger|line|signal)(?:[ ]?(?:id|handle|name|user|username|page|acc(?:oun)?t|"
    r"is|me|at|on|:|=|->|-)){0,3}[ ]?[:=@ -]{0,3}((?:a t )?@?[\w.]{3,30}(?: [_-] ?\w{2,20})?)",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}'\"»"


def links(doc: Document) -> Iterator[Hit]:
    """Private pages and handles; links to public bodies, journals and news are left alone."""
    text, low = doc.text, doc.low
    if "://" in low or "www" in low:
        for match in _LINK.finditer(text):
            yield from _link(doc, match.start(), match.end())
    if "." in low:
        for match in _BARE.finditer(text):
            yield from _link(doc, match.start(), match.end())
    if " dot " in low:
        for match in _WORDED.finditer(text):
            yield Hit(match.start(), match.end(), Kind.URL, "contact.link", 0.85)
    yield from _handles(doc)


def _link(doc: Document, start: int, end: int) -> Iterator[Hit]:
    said = doc.text[start:end].rstrip(_TRAILING)
    if not is_public_host(said) and _looks_like_host(said):
        yield Hit(start, start + len(said), Kind.URL, "contact.link", 0.95)


def is_public_host(link: str) -> bool:
    """Whether a link leads to a public body, a journal or the news."""
    host = re.sub(r"\A\w{3,6}://", "", link.lower()).replace("[.]", ".").split("/")[0]
    host = host.split("?")[0].removeprefix("www.").rstrip(".")
    if host.endswith(_PUBLIC_ENDINGS):
        return True
    return any(host == public or host.endswith("." + public) for public in _PUBLIC_HOSTS)


def _looks_like_host(said: str) -> bool:
    """ "e.g.me" and a missing blank after a full stop ("scan.In") are no hosts."""
    if "/" in said or said.lower().startswith("www"):
        return True
    name, _, ending = said.replace("[.]", ".").rpartition(".")
    return ending.islower() and len(name) >= 3 and (ending not in _WORD_ENDINGS or "." in name)


_WORD_ENDINGS = frozenset({"in", "me", "us", "es", "de", "tv", "io", "site", "test", "ca"})


_NETWORKS = re.compile(
    r"ig\b|insta|twitter|tiktok|snap|skype|telegram|wechat|tumblr|facebook|fb"
    r"|kik|discord|line|signal|messenger"
)


def _handles(doc: Document) -> Iterator[Hit]:
    if "@" in doc.text:
        for match in _HANDLE.finditer(doc.text):
            end = match.end() - len(match[0]) + len(match[0].rstrip("._"))
            yield Hit(match.start(), end, Kind.URL, "contact.handle", 0.9)
    for match in _HANDLE_CUE.finditer(doc.text) if _NETWORKS.search(doc.low) else ():
        said = match[1].rstrip(".")
        plain = said.lower().lstrip("@")
        if "a t " in plain or said.startswith("@") or _is_made_up(doc, plain, match):
            yield Hit(match.start(1), match.start(1) + len(said), Kind.URL, "contact.handle", 0.8)


def _is_made_up(doc: Document, said: str, match: re.Match[str]) -> bool:
    """A user name that is no ordinary word: digits, dots or underscores inside."""
    signs = any(c in "_.0123456789" for c in said) and any(c.isalpha() for c in said)
    return signs and not said.startswith("www")
