namespace LiveDialogue.Server.Ops;

/// <summary>
/// One line and one count a request. Logs the route's pattern, never the path or query, which may carry tokens;
/// for the same reason the framework's own request lines are silenced in <see cref="OpsSetup"/>.
/// </summary>
internal sealed class RequestLog(ILogger<RequestLog> log, RequestCounts counts, TimeProvider time)
{
    public async Task ApplyAsync(HttpContext http, RequestDelegate next)
    {
        var began = time.GetTimestamp();
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";   // before an error page replaces it
        try
        {
            await next(http);
        }
        finally
        {
            counts.Count(http.Response.StatusCode);
            var took = time.GetElapsedTime(began).TotalMilliseconds;
            Log.Answered(log, http.Request.Method, route, http.Response.StatusCode, took);
        }
    }
}
