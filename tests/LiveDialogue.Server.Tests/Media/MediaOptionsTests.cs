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
