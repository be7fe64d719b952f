using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Sfu.Io;

/// <summary>The node's threads: one per shard, one for the stages, a few for handshakes. Owns their start and their end.</summary>
internal sealed class NodeThreads : IDisposable
{
    private static readonly TimeSpan ShardPatience = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan StagePatience = TimeSpan.FromMilliseconds(100);

    private readonly Shard[] _shards;
    private readonly HandshakeWorkers _workers;
    private readonly Action<MonoTime> _stages;
    private readonly ILogger _log;
    private readonly IMonoClock _clock;
    private readonly AutoResetEvent _stagesRing = new(initialState: false);
    private readonly Thread[] _shardThreads;
    private readonly Thread _stageThread;
    private volatile bool _stopping;

    public NodeThreads(Shard[] shards, HandshakeWorkers workers, Action<MonoTime> stages, Action<NodeThread> started, IMonoClock clock, ILogger log)
    {
        (_shards, _workers, _stages, _clock, _log) = (shards, workers, stages, clock, log);
        _shardThreads = new Thread[shards.Length];
        for (var i = 0; i < shards.Length; i++)
        {
            var shard = shards[i];
            _shardThreads[i] = new Thread(() => RunShard(shard, started)) { IsBackground = true, Name = $"media {i}" };
        }
        _stageThread = new Thread(RunStages) { IsBackground = true, Name = "stages" };
        foreach (var thread in _shardThreads) thread.Start();
        _stageThread.Start();
    }

    public void RingStages() => _stagesRing.Set();

    /// <summary>Closes all peers on their own threads, finishes what was lent to workers, and joins.</summary>
    public Task StopAsync() => Task.Factory.StartNew(Stop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose() => _stagesRing.Dispose();

    private void Stop()
    {
        foreach (var shard in _shards) shard.Post((s, now) => s.CloseAll(SessionEnd.ClosedByServer, now));
        _workers.Dispose();                      // their last steps are back in the shards' commands now
        _stopping = true;
        foreach (var shard in _shards) shard.Ring();
        foreach (var thread in _shardThreads) thread.Join();
        foreach (var shard in _shards) shard.Finish(SessionEnd.ClosedByServer, _clock.Now);
        _stagesRing.Set();
        _stageThread.Join();
    }

    private void RunShard(Shard shard, Action<NodeThread> started)
    {
        started(NodeThread.Media);
        var garbage = shard.Index == 0 ? new YoungGarbage() : null;
        while (true)
        {
            var last = _stopping;                // read first: what was posted before the stop still runs in this round
            try
            {
                shard.RunOnce(last ? TimeSpan.Zero : ShardPatience);
                if (shard.Forwarding.BurstDue == MonoTime.Never) garbage?.CollectInTime();
            }
#pragma warning disable CA1031 // the thread serves all peers: it must not end by one bad round
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Log.ShardFaulted(_log, shard.Index, fault);
            }
            if (last) return;
        }
    }

    private void RunStages()
    {
        while (!_stopping)
        {
            try
            {
                _stages(_clock.Now);
            }
#pragma warning disable CA1031 // as above, for all stages
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Log.StagesFaulted(_log, fault);
            }
            _stagesRing.WaitOne(StagePatience);
        }
    }
}
