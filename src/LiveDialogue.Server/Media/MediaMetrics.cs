using LiveDialogue.Native;
using LiveDialogue.Server.Ops;
using LiveDialogue.Sfu;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Server.Media;

/// <summary>The SFU's figures at /metrics.</summary>
internal sealed class MediaMetrics(IMediaNode node) : IMetricSource
{
    public void Write(MetricWriter metrics)
    {
        if (node is not SfuNode sfu) return;

        var counts = sfu.ReadCounters();
        metrics.Gauge("sfu_peers", "Peers of the media node.", counts.PeersConnecting, ("state", "connecting"));
        metrics.Gauge("sfu_peers", "Peers of the media node.", counts.PeersConnected, ("state", "connected"));
        metrics.Counter("sfu_packets_received_total", "Datagrams received.", counts.PacketsIn);
        metrics.Counter("sfu_batches_received_total", "System calls that the received datagrams took.", counts.BatchesIn);
        metrics.Counter("sfu_bytes_received_total", "Bytes received, without UDP and IP headers.", counts.BytesIn);
        metrics.Counter("sfu_packets_sent_total", "Datagrams sent.", counts.PacketsOut);
        metrics.Counter("sfu_bytes_sent_total", "Bytes sent, without UDP and IP headers.", counts.BytesOut);
        metrics.Counter("sfu_packets_forwarded_total", "Media packets sent on to a subscriber for the first time.", counts.PacketsForwarded);
        metrics.Counter("sfu_packets_resent_total", "Retransmissions to subscribers.", counts.PacketsResent);
        metrics.Counter("sfu_packets_restored_total", "Packets of sound that never came and were taken from a later one's redundancy.", counts.PacketsRestored);
        metrics.Counter("sfu_stun_checks_total", "ICE connectivity checks answered.", counts.StunChecks);
        metrics.Counter("sfu_dtls_datagrams_total", "DTLS datagrams received.", counts.DtlsDatagrams);
        metrics.Counter("sfu_send_messages_total", "Messages that the kernel was given for them: a train of equal packets to one viewer is one.", counts.SendMessages);
        metrics.Counter("sfu_send_failures_total", "Datagrams that the kernel refused to send.", counts.SendFailures);
        metrics.Counter("sfu_peer_faults_total", "Peers closed by an exception of ours: above zero is a bug to report.", counts.PeerFaults);
        metrics.Counter("sfu_media_threads_allocated_bytes_total", "Taken from the heap by the media threads: by joins and commands, never by packets.", counts.MediaThreadsAllocated);
        metrics.Gauge("sfu_ports", "UDP ports of the media node, by how they send and receive.", sfu.Endpoints.Count, ("kind", System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(DatagramPorts.Best.ToString())));
        metrics.Gauge("sfu_buffers", "Datagram buffers.", counts.BuffersMade, ("state", "made"));
        metrics.Gauge("sfu_buffers", "Datagram buffers.", counts.BuffersOutstanding, ("state", "in-use"));
        foreach (var reason in Enum.GetValues<DropReason>())
            metrics.Counter("sfu_dropped_total", "Datagrams and packets that went no further.", counts.Dropped(reason), ("reason", System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString())));
        WriteStreams(metrics, counts.Streams);
        WriteDelay(metrics, counts);
        var below = 0L;
        for (var bucket = 0; bucket < counts.ViewersByEstimate.Length; bucket++)
        {
            below += counts.ViewersByEstimate[bucket];
            var bound = bucket < SfuCounters.EstimateBounds.Length ? SfuCounters.EstimateBounds[bucket].ToString(System.Globalization.CultureInfo.InvariantCulture) : "+Inf";
            metrics.Gauge("sfu_viewer_estimate_bits_per_second_bucket", "Viewers by what their path is thought to carry, cumulative.", below, ("le", bound));
        }
    }

    private static void WriteStreams(MetricWriter metrics, StreamCounts streams)
    {
        metrics.Gauge("sfu_tcp_connections", "Connections of media by TCP.", streams.Open);
        metrics.Counter("sfu_tcp_accepted_total", "Connections of media by TCP that were taken.", streams.Accepted);
        metrics.Counter("sfu_tcp_refused_total", "Connections closed at once: too many, here or from one address.", streams.Refused);
        metrics.Counter("sfu_tcp_cut_off_total", "Connections closed because no check along them was right within 10 s, or within 16 KB.", streams.CutOff);
        metrics.Counter("sfu_tcp_bytes_received_total", "Bytes of media by TCP, frames included.", streams.BytesIn);
        metrics.Counter("sfu_tcp_bytes_sent_total", "Bytes of media by TCP, frames included.", streams.BytesOut);
        metrics.Counter("sfu_tcp_dropped_total", "Datagrams by TCP that found no room: what a slow connection couldn't take, and what a shard couldn't.", streams.Dropped);
    }

    // A histogram in Prometheus' sense, written as its three series.
    private static void WriteDelay(MetricWriter metrics, SfuCounters counts)
    {
        const string Help = "Time from a packet's arrival to its sending, per subscriber.";
        var bounds = DelayHistogram.BoundsMicroseconds;
        var sum = 0L;
        for (var bucket = 0; bucket < counts.ForwardingDelay.Length; bucket++)
        {
            sum += counts.ForwardingDelay[bucket];
            var bound = bucket < bounds.Length ? (bounds[bucket] / 1e6).ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "+Inf";
            metrics.Counter("sfu_forwarding_delay_seconds_bucket", Help, sum, ("le", bound));
        }
        metrics.Counter("sfu_forwarding_delay_seconds_sum", Help, counts.ForwardingDelaySumMicroseconds / 1e6);
        metrics.Counter("sfu_forwarding_delay_seconds_count", Help, sum);
    }
}
