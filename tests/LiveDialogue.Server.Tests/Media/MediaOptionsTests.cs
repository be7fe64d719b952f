using System.Net;
using LiveDialogue.Server.Media;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Tests.Media;

public sealed class MediaOptionsTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", null)]
    [InlineData("::1", "::1", null)]
    [InlineData("[::1]", "::1", null)]
    [InlineData("2001:db8::7", "2001:db8::7", null)]
    [InlineData("203.0.113.7:5081", null, "203.0.113.7:5081")]
    [InlineData("[2001:db8::7]:5081", null, "[2001:db8::7]:5081")]
    [InlineData("[::1]:6000", null, "[::1]:6000")]
    public void An_address_is_bound_and_one_with_a_port_is_where_a_nat_forwards_from(string text, string? bound, string? external)
    {
        var sfu = new MediaOptions { Addresses = [text] }.ToSfu();
        if (bound is not null) Assert.Equal([IPAddress.Parse(bound)], sfu.Addresses);
        else Assert.Contains(IPAddress.Loopback, sfu.Addresses);        // nothing to bind was named: the machine's own
        Assert.Equal(external is null ? [] : [IPEndPoint.Parse(external)], sfu.ExternalAddresses);
    }

    [Theory]
    [InlineData("127.0.0.1 10.1.2.3 172.17.0.1", "10.1.2.3 172.17.0.1")]
    [InlineData("10.1.2.3 203.0.113.7 172.17.0.1", "203.0.113.7")]
    [InlineData("127.0.0.1", "")]
    public void Of_a_machine_s_own_addresses_the_public_ones_are_offered_where_there_are_any(string own, string offered) =>
        Assert.Equal(offered, string.Join(' ', MediaOptions.WorthOffering(own.Split(' ').Select(IPAddress.Parse))));

    [Theory]
    [InlineData("203.0.113.7:5081 10.0.0.5:5081", true, "203.0.113.7:5081")]
    [InlineData("[2001:db8::7]:5081 [fd00::5]:5081", true, "[2001:db8::7]:5081")]
    [InlineData("127.0.0.1:5081 10.0.0.5:5081", true, "10.0.0.5:5081")]
    [InlineData("127.0.0.1:5081 198.51.100.9:5081 10.0.0.5:5081", false, "198.51.100.9:5081")]
    [InlineData("127.0.0.1:5081 10.0.0.5:5081 172.17.0.1:5081 10.0.0.5:5082", false, "live.example.org:5081 live.example.org:5082")]
    [InlineData("127.0.0.1:5081", false, "live.example.org:5081")]
    public void Strangers_are_told_what_they_can_use_and_nothing_of_the_network_behind(string offered, bool named, string said) =>
        Assert.Equal(said, string.Join(' ', MediaAddresses.Said(offered.Split(' ').Select(IPEndPoint.Parse), named, "live.example.org")));

    [Theory, InlineData("::1"), InlineData("[::1]")]
    public void Who_came_by_a_bare_ipv6_address_is_told_it_as_an_address_with_a_port(string host) =>
        Assert.Equal(["[::1]:5081"], MediaAddresses.Said([IPEndPoint.Parse("[::1]:5081")], named: false, host));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("[::]:5081")]
    [InlineData("0.0.0.0:5081")]
    [InlineData("live.example.org")]
    [InlineData("2001:db8::7:")]
    [InlineData("[2001:db8::7]:0x")]
    [InlineData("")]
    public void What_clients_could_not_be_told_is_refused(string text) =>
        Assert.Throws<OptionsValidationException>(() => new MediaOptions { Addresses = [text] }.ToSfu());
}
