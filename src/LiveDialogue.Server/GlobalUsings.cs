// The logging framework has an EventId too; ours is the one this program speaks of.
global using EventId = LiveDialogue.Server.Events.EventId;
