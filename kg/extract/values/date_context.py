"""What a date means where it stands: 9月2日 and 次日, resolved against the article's date and the date mentioned last.

    article of 2022-09-22:   2003年9月18日，队伍出发。次日返回。10月2日再次出发。 \n 9月2日，纪念馆开馆。
                             2003-09-18            09-19    2003-10-02             2022-09-02

A date mentioned before holds within its paragraph; then the article's date does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kg.extract.values.date_forms import DateForms
from kg.extract.values.day import Day

_NEAR = timedelta(days=45)  # a feast without a year is dated only where the article is that close to it
_HALF_YEAR, _TOO_FAR_AHEAD = 6, 9  # months: so much earlier is of the next year, so much later never is to come
_FIRST_TWO_DIGIT_YEAR = 30  # 08年 is 2008, 98年 is 1998


class DateContext:
    """What is known of time at a place of a document: the article's date, and the date mentioned last."""

    def __init__(self, forms: DateForms, published: Day | None) -> None:
        self.forms, self.published = forms, published
        self.written = published  # the day that 今天 means
        self.mentioned: Day | None = None
        self.near = False  # whether `mentioned` stands in the paragraph that is being read

    def resolve(self, fields: Mapping[str, str], ahead: bool) -> Day | None:
        """The date that a pattern's fields mean; `ahead`: the sentence speaks of what is to come."""
        if "undated" in fields:
            return None
        if "weekday" in fields:
            return self._weekday(fields)
        month, day = (self.forms.number(fields[name]) if name in fields else None for name in ("month", "day"))
        if month is None and day is None and (word := self._word(fields, "day")):
            anchor, days = word
            return anchor.shifted(days) if anchor else None
        if word := self._word(fields, "month"):
            return _months_from(*word, day)
        known, year = self._year(fields)
        if "moon" in fields:
            return Day(year) if year else None  # a day of the lunar calendar
        if "feast" in fields:
            month, day = self.forms.feasts[fields["feast"]]
        if known:
            return None if year is None else Day(year, month, day)
        return self._without_year(month, day, "feast" in fields, ahead)

    def _word(self, fields: Mapping[str, str], unit: str) -> tuple[Day | None, int] | None:
        """What a word such as 今天 or 同年 counts from, and how many days, months or years it lies from there."""
        anchors = {"published": self.written if unit == "day" else self.published, "mentioned": self.mentioned}
        for name, anchor in anchors.items():
            if (field := f"{name}_{unit}") in fields:
                return anchor, self.forms.offsets[field][fields[field]]
        return None

    def _year(self, fields: Mapping[str, str]) -> tuple[bool, int | None]:
        """Whether the text says the year, and the year where it can be known."""
        number = self.forms.number
        if "year" in fields:
            return True, number(fields["year"])
        if "republic" in fields:
            return True, 1911 + number(fields["republic"])
        if "short_year" in fields:
            short = number(fields["short_year"])
            return True, short + (1900 if short >= _FIRST_TWO_DIGIT_YEAR else 2000)
        if word := self._word(fields, "year"):
            anchor, years = word
            return True, anchor.year + years if anchor else None
        return False, None

    def _without_year(self, month: int | None, day: int | None, feast: bool, ahead: bool) -> Day | None:
        """A feast, a month or a day of which the text does not say the year; without all of them, the year itself."""
        if feast:
            return self._feast(Day(self.published.year, month, day)) if self.published else None
        if month is not None:
            return self._month(month, day, ahead)
        if day is not None:
            return self._day(day, ahead)
        anchor = self.mentioned if self.mentioned and self.near else self.published
        return Day(anchor.year) if anchor else None

    def _weekday(self, fields: Mapping[str, str]) -> Day | None:
        """The day of this or another week; without a word, the last one that was."""
        written = self.written
        if written is None or written.month is None or written.day is None:
            return None
        today = date(written.year, written.month, written.day).weekday()
        back = today - self.forms.offsets["weekday"][fields["weekday"]]
        if "week" not in fields:
            return written.shifted(-(back % 7))
        return written.shifted(7 * self.forms.offsets["week"][fields["week"]] - back)

    def _feast(self, day: Day) -> Day | None:
        published = self.published
        if not published or not published.month or not published.day or not day.month or not day.day:
            return None
        today = date(published.year, published.month, published.day)
        for year in (published.year - 1, published.year, published.year + 1):
            if abs(date(year, day.month, day.day) - today) <= _NEAR:
                return Day(year, day.month, day.day)
        return None

    def _month(self, month: int, day: int | None, ahead: bool) -> Day | None:
        """A month without a year: in the year of a date in this paragraph, else the last before the article."""
        if before := self._continued():
            return Day(self._year_after(before, month), month, day)
        return Day(_year_beside(self.published, month, day, ahead), month, day) if self.published else None

    def _day(self, day: int, ahead: bool) -> Day | None:
        """A day without a month: in the month of a date in this paragraph, else the last before the article."""
        if (before := self._continued()) and before.month:
            return Day(before.year, before.month, day)
        published = self.published
        if not published or not published.month or not published.day:
            return None
        return _months_from(published, 0 if ahead or day <= published.day else -1, day)

    def _continued(self) -> Day | None:
        """The date mentioned last, where the next one goes on from it and not from the article's."""
        return self.mentioned if self.near else None

    def _year_after(self, before: Day, month: int) -> int:
        """The year of a month that follows a date: the next one where the year has turned (2021年11月……1月)."""
        turned = before.month is not None and month + _HALF_YEAR < before.month
        return before.year + 1 if turned and self.published and before.year < self.published.year else before.year


def _year_beside(published: Day, month: int, day: int | None, ahead: bool) -> int:
    """The year of a month in an article: the last that was, or the next to come where the text looks `ahead`."""
    if published.month is None:
        return published.year
    later = (month, day or 0) > (published.month, published.day or 31)
    if later and (not ahead or month - published.month > _TOO_FAR_AHEAD):
        return published.year - 1
    return published.year + 1 if ahead and published.month - month > _HALF_YEAR else published.year


def _months_from(anchor: Day | None, months: int, day: int | None) -> Day | None:
    """本月9日, 同月: a month that lies so many months from a date, or a day of it; None where no month is known."""
    if anchor is None or anchor.month is None:
        return None
    years, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    return Day(years, month + 1, day)
