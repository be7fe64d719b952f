// Browsers and encoders share two cores: one scene at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
