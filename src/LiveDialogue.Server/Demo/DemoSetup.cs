namespace LiveDialogue.Server.Demo;

/// <summary>The slice's table of contents: nothing at all without <c>--demo</c>.</summary>
internal static class DemoSetup
{
    public static void AddDemo(this WebApplicationBuilder builder)
    {
        if (!builder.Configuration.GetValue<bool>("Demo")) return;
        builder.Services.AddSingleton<DemoEvent>();
        builder.Services.AddHostedService<DemoOffices>();
    }
}
