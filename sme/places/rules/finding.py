"""Finding today's commune by what a list says of it: in memory, so that thousands of rows need no query."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.shared import text

_TONES = "\u0300\u0309\u0303\u0301\u0323"
_SHORT = (
    (re.compile(r"^(?:p|f|p\.|f\.)\s*(?=\d)|^[pf]\s*\.\s*|^[pf]\s+(?=\w)"), "phường "),
    (re.compile(r"^x\s*\.\s*|^x\s+(?=\w)"), "xã "),
    (re.compile(r"^tt\s*\.\s*|^tt\s+(?=\w)"), "thị trấn "),
    (re.compile(r"^tp\s*\.\s*|^tp\s+(?=\w)"), "thành phố "),
    (re.compile(r"^tx\s*\.\s*|^tx\s+(?=\w)"), "thị xã "),
    (re.compile(r"^h\s*\.\s*|^h\s+(?=\w)"), "huyện "),
    (re.compile(r"^t\s*\.\s*"), "tỉnh "),
)
_COMMUNE_KINDS = ("phường", "thị trấn", "xã", "đặc khu")
_ABOVE_KINDS = ("thành phố", "thị xã", "huyện", "quận", "tỉnh")
_PLAIN_COMMUNE_KINDS = tuple(text.fold(each) for each in _COMMUNE_KINDS)
_PLAIN_ABOVE_KINDS = tuple(text.fold(each) for each in _ABOVE_KINDS)
_ZEROS = re.compile(r"\b0+(?=\d)")
_PARTS = re.compile(r"[,;\n/|()]| [-–] ")
_INSIDE = re.compile(
    r"\b(xã|phường|thị trấn|xa|phuong|thi tran|x\.|p\.|tt\.?)\s*(?=\w)(.+?)"
    r"(?=\s+(?:huyện|huyen|h\.|thành phố|thanh pho|tp|thị xã|thi xa|tx|tỉnh|tinh|t\.)(?:\s|\.|$)|$)"
)
_INSIDE_ABOVE = re.compile(
    r"\b(huyện|huyen|h\.|thành phố|thanh pho|tp\.?|thị xã|thi xa|tx\.?)\s*(?=\w)(.+?)(?=\s+(?:tỉnh|tinh|t\.)(?:\s|$)|$)"
)


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today, or a former one with the district it lay in and what it became (ids)."""

    id: int
    name: str
    district: str = ""
    became: tuple[int, ...] = ()
    is_former: bool = False

    @property
    def full_name(self) -> str:
        """With its former district."""
        return f"{self.name}, {self.district}" if self.district else self.name


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: exactly one unit is an answer, none is unknown, several ask a person.

    ``via`` are the former communes that led there; ``passed_over`` are former communes of the same name that
    went elsewhere (the name was taken to be today's).
    """

    units: tuple[Commune, ...] = ()
    via: tuple[Commune, ...] = ()
    passed_over: tuple[Commune, ...] = ()

    @property
    def unit(self) -> Commune | None:
        """The answer, if there is one."""
        return self.units[0] if len(self.units) == 1 else None

    @property
    def is_split(self) -> bool:
        """One former commune that went into several of today's."""
        return len(self.units) > 1 and len(self.via) == 1


NOTHING = Finding()


class Communes:
    """All communes, today's and former ones, under every way their names are written."""

    def __init__(self, communes: Iterable[Commune]) -> None:
        self.by_id = {each.id: each for each in communes}
        self._levels: tuple[dict[str, list[Commune]], ...] = tuple(
            defaultdict(list) for _level in range(4)
        )
        self._districts: set[str] = set()
        self._seen: dict[tuple[str, str, str], Finding] = {}
        for each in self.by_id.values():
            for level, key in zip(self._levels, _keys(each.name), strict=True):
                level[key].append(each)
            if each.district:
                self._districts.update(_keys(each.district))

    def today_of(self, unit_id: int) -> tuple[int, ...]:
        """Today's communes where this one is or was (ids); of an unknown one nothing."""
        found, waiting = [], [unit_id]
        for _step in range(4):
            units = [self.by_id[each] for each in waiting if each in self.by_id]
            found += [each.id for each in units if not each.is_former]
            waiting = [new for each in units for new in each.became]
        return tuple(dict.fromkeys(found))

    def find(self, commune: str, district: str = "", address: str = "") -> Finding:
        """Today's commune for what stands in the columns of commune, former district and address, any of them empty.

        Accents decide where they are given; a name that is in use today means today's commune unless the
        district says otherwise; a former commune that was split is settled by the address if it names a part.
        """
        known = self._seen.get((commune, district, address))
        if known is None:
            known = self._find(commune, district, address)
            if len(self._seen) > 50_000:
                self._seen.clear()
            self._seen[commune, district, address] = known
        return known

    def _find(self, commune: str, district: str, address: str) -> Finding:
        commune, district = _plain(commune), _plain(district)
        if commune:
            parts = _parts(commune)
            above = district or next((each for each in parts[1:] if self._is_above(each)), "")
            found = self._named(parts[0], above) if parts else NOTHING
            if not found.units and len(parts) > 1:
                found = self._in_address(commune, district)
        else:
            found = self._in_address(_plain(address), district)
        if found.is_split and commune and address:
            found = self._settled(found, _plain(address))
        return found

    def _settled(self, found: Finding, address: str) -> Finding:
        named = self._in_address(address, "").unit
        if named is not None and named in found.units:
            return Finding((named,), found.via)
        return found

    def _is_above(self, words: str) -> bool:
        return any(key in self._districts for key in _keys(words)) or words.startswith(_ABOVE_KINDS)

    def _in_address(self, address: str, district: str) -> Finding:
        """The commune in an address, which stands near its end."""
        for commune, above in _readings(address):
            if self._is_kindless_district(commune, above or district):
                continue
            found = self._named(commune, above or district)
            if found.units:
                return found
        return NOTHING

    def _is_kindless_district(self, words: str, above: str) -> bool:
        """``…, Cao Lãnh, Đồng Tháp`` speaks of the former district, not of the commune of that name."""
        return (
            not above
            and not words.startswith((*_COMMUNE_KINDS, *_PLAIN_COMMUNE_KINDS))
            and any(key in self._districts for key in _keys(words))
        )

    def _named(self, commune: str, district: str) -> Finding:
        above = set(_keys(district)) & self._districts if district else set()
        for level, key in zip(self._levels, _keys(commune), strict=True):
            candidates = level.get(key)
            if not candidates:
                continue
            found = self._within(candidates, above) if above else self._of(candidates)
            if found.units:
                return found
        return NOTHING

    def _within(self, candidates: list[Commune], above: set[str]) -> Finding:
        """Those in a former district; today's of the name count when a part of them lay there."""
        level = _narrowest(candidates, above)
        if level:
            return self._through(level)
        today = [each for each in candidates if not each.is_former]
        here = [each for each in today if self._lay_in(each, above)]
        return Finding(tuple(here))

    def _lay_in(self, unit: Commune, above: set[str]) -> bool:
        return any(
            unit.id in each.became and above & set(_keys(each.district))
            for each in self.by_id.values()
            if each.district
        )

    def _of(self, candidates: list[Commune]) -> Finding:
        today = tuple(each for each in candidates if not each.is_former)
        former = [each for each in candidates if each.is_former]
        if not today:
            return self._through(former)
        ids = {each.id for each in today}
        elsewhere = tuple(each for each in former if not ids & set(each.became))
        return Finding(today, (), elsewhere)

    def _through(self, former: list[Commune]) -> Finding:
        new = dict.fromkeys(new for each in former for new in self.today_of(each.id))
        return Finding(tuple(self.by_id[each] for each in new), tuple(former))


def _narrowest(candidates: list[Commune], above: set[str]) -> list[Commune]:
    """Former ones whose district is named by the most exact of its keys."""
    for position in range(4):
        found = [
            each
            for each in candidates
            if each.is_former and each.district and _keys(each.district)[position] in above
        ]
        if found:
            return found
    return []


def _plain(words: str) -> str:
    return text.clean(words).lower()


def _parts(words: str) -> list[str]:
    return [part.strip(" .-–") for part in _PARTS.split(words) if part.strip(" .-–")]


def _readings(address: str) -> Iterator[tuple[str, str]]:
    """Ways to read an address from its end: words that may name a commune, words that may name its district."""
    parts = _parts(address)
    while parts and text.fold(_written_out(parts[-1])) in ("viet nam", "vn"):
        parts.pop()
    if len(parts) == 1:
        if inside := _INSIDE.search(parts[0]):
            outer = _INSIDE_ABOVE.search(parts[0], inside.end())
            yield f"{inside[1]} {inside[2]}", f"{outer[1]} {outer[2]}" if outer else ""
        return
    for place in range(len(parts) - 1, max(-1, len(parts) - 5), -1):
        part = parts[place]
        if _written_out(part).startswith((*_ABOVE_KINDS, *_PLAIN_ABOVE_KINDS)):
            continue
        above = parts[place + 1] if place + 1 < len(parts) else ""
        yield part, above
        if inside := _INSIDE.search(part):
            yield f"{inside[1]} {inside[2]}", above


def _written_out(words: str) -> str:
    for short, full in _SHORT:
        words = short.sub(full, words, count=1)
    return words


def _keys(words: str) -> tuple[str, str, str, str]:
    """From the most exact to the least: with accents, without the kind, then both without accents."""
    full = " ".join(re.sub(r"[^\w]+", " ", _ZEROS.sub("", _written_out(_plain(words)))).split())
    bare = _bare(full, (*_COMMUNE_KINDS, *_ABOVE_KINDS))
    plain = text.fold(full)
    plain_bare = _bare(plain, (*_PLAIN_COMMUNE_KINDS, *_PLAIN_ABOVE_KINDS))
    return (
        _accented(full),
        "~" + _accented(bare),
        plain.replace("y", "i"),
        "~" + plain_bare.replace("y", "i"),
    )


def _bare(words: str, kinds: tuple[str, ...]) -> str:
    for kind in kinds:
        rest = words.removeprefix(kind + " ")
        if rest != words:
            return words if rest.isdigit() else rest
    return words


def _accented(words: str) -> str:
    """Each word with its tone behind it: ``hoà`` and ``hòa``, ``Mỹ`` and ``Mĩ`` are one."""
    out = []
    for word in words.split():
        letters = unicodedata.normalize("NFD", word)
        tone = "".join(letter for letter in letters if letter in _TONES)
        out.append("".join(letter for letter in letters if letter not in _TONES) + tone)
    return " ".join(out).replace("y", "i")
