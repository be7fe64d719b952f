namespace LiveDialogue.Mixer.Encoding;

internal enum FeedItem { End, Picture, Sound }
