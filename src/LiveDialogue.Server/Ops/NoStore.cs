namespace LiveDialogue.Server.Ops;

/// <summary>For answers that show what not everybody may see: no cache keeps them, neither the browser's nor one on the way.</summary>
internal static class NoStore
{
    public static RouteGroupBuilder KeptByNobody(this RouteGroupBuilder endpoints) => endpoints.AddEndpointFilter((context, next) =>
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    });
}
