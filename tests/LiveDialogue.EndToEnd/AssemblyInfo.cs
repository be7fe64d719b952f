// Browsers and encoders share two cores: scenes that measure or that carry media play alone, the others two at a time.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
[assembly: TestCollectionOrderer("LiveDialogue.EndToEnd.LongestFirst", "LiveDialogue.EndToEnd")]
