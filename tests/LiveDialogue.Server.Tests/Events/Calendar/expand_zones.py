"""Reads questions "zone<TAB>file of one VTIMEZONE<TAB>Unix seconds, ..." and answers the offsets python3-icalendar computes from that VTIMEZONE alone."""
import sys
from datetime import datetime, timezone

import icalendar

for line in sys.stdin:
    name, text, instants = line.rstrip("\n").split("\t")
    component = icalendar.Timezone.from_ical(text.replace("\\n", "\r\n"))
    zone = component.to_tz()  # never by TZID: Python would take its own rules of that name
    offsets = [
        str(int(datetime.fromtimestamp(int(s), timezone.utc).astimezone(zone).utcoffset().total_seconds()))
        for s in instants.split(",")
    ]
    print(name, ",".join(offsets), sep="\t")
