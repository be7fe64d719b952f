using LiveDialogue.Mixer.Workers;
using LiveDialogue.Server.Translation.Apertium;
using LiveDialogue.Server.Translation.Http;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Translation;

/// <summary>The slice's table of contents.</summary>
internal static class TranslationSetup
{
    public static void AddTranslation(this IServiceCollection services)
    {
        services.AddOptions<TranslationOptions>().BindConfiguration("Translation").ValidateOnStart();
        services.AddSingleton<IValidateOptions<TranslationOptions>, TranslationOptionsValidator>();
        services.AddSingleton<IValidateOptions<TranslationOptions>, TranslationOptionsRules>();
        services.AddSingleton(EngineOf);
        services.AddSingleton<TranslationStore>();
        services.AddSingleton<Translations>();
    }

    private static ITranslator EngineOf(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<TranslationOptions>>().Value;
        var log = services.GetRequiredService<ILogger<Translations>>();
        var time = services.GetRequiredService<TimeProvider>();
        var patience = TimeSpan.FromSeconds(options.TimeoutSeconds);
        return options switch
        {
            { Engine: "none" } => new NoTranslator(),
            { Engine: "http" or "auto", Url: { } url } => new HttpTranslator(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = url, Timeout = patience }, options.ApiKey, time),
            _ => new ApertiumTranslator(options.Apertium, new WorkerStarter(log), patience, time, log),
        };
    }
}
