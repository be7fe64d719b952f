using System.Security.Cryptography;
using System.Text;

namespace LiveDialogue.Server.People;

/// <summary>
/// One browser, so that it votes once and finds its own questions: 128 random bits in a cookie. Nothing about the person;
/// inside the server only a digest of it is used, so neither the database nor a log holds what would pass for the cookie.
/// </summary>
internal static class DeviceCookie
{
    public const string Name = "ld_device";
    private const int Bytes = 16;

    /// <returns>The digest; a browser without a cookie gets one with this response, unless the response is for machines.</returns>
    public static string Read(HttpContext context)
    {
        var cookie = context.Request.Cookies[Name];
        if (cookie is not { Length: 2 * Bytes } || !cookie.All(char.IsAsciiHexDigitLower))
        {
            if (!Wants(context.Request.Path)) return "";
            cookie = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
            context.Response.Cookies.Append(Name, cookie, new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                IsEssential = true,
                Path = "/",
                MaxAge = TimeSpan.FromDays(400),
            });
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(cookie)).AsSpan(0, Bytes));
    }

    private static bool Wants(PathString path) =>
        path.StartsWithSegments("/e", StringComparison.Ordinal) || path.StartsWithSegments("/api", StringComparison.Ordinal) || path.StartsWithSegments("/hubs", StringComparison.Ordinal);
}
