namespace LiveDialogue.EndToEnd;

/// <summary>
/// Anybody who may watch gets a relay's credentials: what they are good for is bounded by the relay's own rules, which <c>docs/turnserver.conf</c> has.
/// </summary>
public sealed class RelayRulesTests
{
    private const string Secret = "a-secret-that-the-relay-shares";

    [Fact]
    public async Task A_relay_sends_to_the_media_server_and_to_nobody_else()
    {
        await using var relay = await Relay.StartAsync(Secret);
        var media = await relay.UseAsync(Secret, "127.0.0.1", "-y", "-m", "2");     // two clients, each the other's peer
        Assert.Contains("tot_send_msgs=2, tot_recv_msgs=2", media, StringComparison.Ordinal);

        foreach (var inner in new[] { "127.0.0.2", "10.0.0.1", "172.17.0.1", "192.168.1.1", "169.254.169.254", "8.8.8.8", "224.0.0.1" })
        {
            var denied = await relay.UseAsync(Secret, inner);
            Assert.True(denied.Contains("error 403 (Forbidden IP)", StringComparison.Ordinal), $"{inner}: {denied}");
        }
    }

    [Theory, InlineData("user-quota=1"), InlineData("total-quota=1")]
    public async Task A_relay_gives_so_many_addresses_and_no_more(string quota)
    {
        await using var relay = await Relay.StartAsync(Secret, rules: quota);
        var many = await relay.UseAsync(Secret, "127.0.0.1", "-m", "3");
        Assert.Contains("error 486 (Allocation Quota Reached)", many, StringComparison.Ordinal);
    }
}
