"""Reads calendar files, parted by lines of "---", and answers "UID<TAB>Unix seconds of DTSTART", by each file's own VTIMEZONE, of every event."""
import sys
from datetime import timedelta, timezone

import icalendar

for text in sys.stdin.read().replace("\n", "\r\n").split("---\r\n"):
    calendar = icalendar.Calendar.from_ical(text)
    zones = {str(zone["TZID"]): zone.to_tz() for zone in calendar.walk("VTIMEZONE")}
    for event in calendar.walk("VEVENT"):
        start = event["DTSTART"]
        local = start.dt
        if "TZID" in start.params:  # never Python's own zone of that name
            zone = zones[start.params["TZID"]]
            naive = local.replace(tzinfo=None)
            # RFC 5545 3.3.5: of a time that happens twice the first is meant.
            near = naive.replace(tzinfo=timezone.utc)
            offsets = {(near + timedelta(hours=h)).astimezone(zone).utcoffset() for h in range(-27, 28, 3)}
            instants = [near - offset for offset in offsets]
            local = min(i for i in instants if i.astimezone(zone).replace(tzinfo=None) == naive)
        print(event["UID"], int(local.timestamp()), sep="\t")
