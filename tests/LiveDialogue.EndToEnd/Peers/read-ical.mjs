// Reads a calendar file from stdin with ical.js and prints a line an event: summary|start in UTC|duration|sequence|method|attendees.
// Zones come from the file's own VTIMEZONEs; offsets it doesn't carry would be wrong.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, 'utf8')));
ICAL.TimezoneService.reset();
for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
for (const component of calendar.getAllSubcomponents('vevent')) {
  const event = new ICAL.Event(component);
  console.log(
    [
      event.summary,
      event.startDate.toJSDate().toISOString(),
      event.duration.toSeconds(),
      event.sequence,
      calendar.getFirstPropertyValue('method'),
      event.attendees.map((a) => a.getParameter('cn')).join(),
    ].join('|'),
  );
}
