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
_FIRST_TWO_DIGIT_YEAR = 30  # 08年 is 2008, 98年 is 1998


class DateContext:
    """What is known of time at a place of a document: the article's date, and the date mentioned last."""

    def __init__(self, forms: DateForms, published: Day | None, only_year: int | None) -> None:
        self.forms, self.published, self.only_year = forms, published, only_year
        self.written = published  # the day that 今天 means
        self.mentioned: Day | None = None
        self.near = False  # whether `mentioned` stands in the paragraph that is being read

    def resolve(self, fields: Mapping[str, str], ahead: bool) -> Day | None:
        """The date that a pattern's fields mean; `ahead`: the sentence speaks of what is to come."""
        if "undated" in fields:
            return None
        month, day = (self.forms.number(fields[name]) if name in fields else None for name in ("month", "day"))
        if "weekday" in fields:
            return self._weekday(fields)
        if month is None and day is None and (word := self._word(fields, "published_day")) is not None:
            return self.written.shifted(word) if self.written else None
        if month is None and day is None and (word := self._word(fields, "mentioned_day")) is not None:
            return self.mentioned.shifted(word) if self.mentioned else None
        if any(name in fields for name in ("published_month", "mentioned_month")):
            return self._month_word(fields, day)
        known, year = self._year(fields)
        if "feast" in fields:
            month, day = self.forms.feasts[fields["feast"]]
        if known:
            if year is None or "moon" in fields:
                return Day(year) if year else None
            return Day(year, month, day)
        if "moon" in fields:
            return None
        if "feast" in fields:
            return self._feast(Day(self.published.year, month, day)) if self.published else None
        if month is not None:
            return self._month(month, day, ahead)
        if day is not None:
            return self._day(day, ahead)
        anchor = self.mentioned if self.mentioned and self.near else self.published
        return Day(anchor.year) if anchor else None

    def _word(self, fields: Mapping[str, str], table: str) -> int | None:
        found = fields.get(table)
        return None if found is None else int(self.forms.offsets[table][found])

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
        for table, anchor in (("published_year", self.published), ("mentioned_year", self.mentioned)):
            if (shift := self._word(fields, table)) is not None:
                return True, anchor.year + shift if anchor else None
        return False, None

    def _month_word(self, fields: Mapping[str, str], day: int | None) -> Day | None:
        """本月9日, 同月: a month that lies so many months from the article's or from the one mentioned last."""
        table = "published_month" if "published_month" in fields else "mentioned_month"
        anchor = self.published if table == "published_month" else self.mentioned
        if anchor is None or anchor.month is None:
            return None
        months = anchor.year * 12 + anchor.month - 1 + (self._word(fields, table) or 0)
        return Day(months // 12, months % 12 + 1, day)

    def _weekday(self, fields: Mapping[str, str]) -> Day | None:
        """The day of this or another week; without a word, the last one that was."""
        written = self.written
        if written is None or written.month is None or written.day is None:
            return None
        today = date(written.year, written.month, written.day).weekday()
        back = today - int(self.forms.offsets["weekday"][fields["weekday"]])
        week = self._word(fields, "week")
        return written.shifted(-(back % 7) if week is None else 7 * week - back)

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
        mentioned, published = self.mentioned, self.published
        if mentioned and (self.near or not published):
            year = mentioned.year
            if mentioned.month and month + 6 < mentioned.month and published and year < published.year:
                year += 1
            return Day(year, month, day)
        if not published:
            return Day(self.only_year, month, day) if self.only_year else None
        year = published.year
        if published.month is not None:
            later = (month, day or 0) > (published.month, published.day or 31)
            if later and not ahead:
                year -= 1
            elif ahead and published.month - month > 6:
                year += 1
            elif later and month - published.month > 9:
                year -= 1
        return Day(year, month, day)

    def _day(self, day: int, ahead: bool) -> Day | None:
        """A day without a month: in the month of a date in this paragraph, else the last before the article."""
        if self.mentioned and self.mentioned.month and (self.near or not self.published):
            return Day(self.mentioned.year, self.mentioned.month, day)
        published = self.published
        if not published or not published.month or not published.day:
            return None
        if day <= published.day or ahead:
            return Day(published.year, published.month, day)
        months = published.year * 12 + published.month - 2
        return Day(months // 12, months % 12 + 1, day)
