using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Programs;

/// <summary>The slice's table of contents.</summary>
internal static class ProgramEndpoints
{
    public static void AddProgram(this IServiceCollection services)
    {
        services.AddOptions<ProgramOptions>().BindConfiguration("Program").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProgramOptions>, ProgramOptionsValidator>();
        services.AddSingleton<IMixerFactory, MixerFactory>();
        services.AddSingleton<IRecordingFinisher, RecordingFinisher>();
        services.AddSingleton<ProgramSupport>();
        services.AddSingleton<IReadyDetail>(s => s.GetRequiredService<ProgramSupport>());
        services.AddSingleton<UrlSeal>();
        services.AddSingleton<ProgramStore>();
        services.AddSingleton<ProgramFolders>();
        services.AddSingleton<MomentPhotos>();
        services.AddSingleton<ProgramClock>();
        services.AddSingleton<ProgramDesk>();
        services.AddSingleton<ProgramRunners>();
        services.AddSingleton<DirectProgram>();
        services.AddSingleton<LiveEvents>();
        services.AddSingleton<KeptLists>();
        services.AddSingleton<LiveFiles>();
        services.AddSingleton<ProgramLinks>();
        services.AddSingleton<IBoardReader, ProgramBoardReader>();
        services.AddSingleton<IMetricSource, ProgramMetrics>();
        services.AddSingleton<FinishRecordings>();
        services.AddHostedService(s => s.GetRequiredService<ProgramRunners>());
        services.AddHostedService(s => s.GetRequiredService<FinishRecordings>());
    }

    public static void UseProgramCors(this WebApplication app) => app.Use(LiveFiles.ApplyCorsAsync);

    public static void MapProgram(this IEndpointRouteBuilder routes)
    {
        var program = routes.MapGroup("/api/v1/events/{event}/program").RequireAuthorization(Policies.Moderator).WithTags("Program");
        program.MapGet("/", DirectProgram.ReadAsync).WithSummary("What the program shows, its preview, its outputs.");
        program.MapPost("/preview", DirectProgram.PreviewAsync).WithSummary("Puts a scene into the preview; 422 if it names somebody who isn't on air, or too many.");
        program.MapPost("/take", DirectProgram.TakeAsync).WithSummary("Shows the preview, or the scene of the body; the choice is manual from then on.");
        program.MapPost("/auto", DirectProgram.AutomaticAsync).WithSummary("Lets the scene be chosen by who is on air and speaks.");
        program.MapPost("/slate", DirectProgram.SlateAsync).WithSummary("The kill switch: slate and silence, at once.");
        program.MapPost("/resume", DirectProgram.ResumeAsync).WithSummary("Back from the slate.");
        program.MapPost("/card", DirectProgram.ShowCardAsync).WithSummary("Shows the live question again; it is shown by itself when it is taken.");
        program.MapDelete("/card", DirectProgram.ClearCardAsync).WithSummary("Takes the question off the picture; it stays live.");

        var pushes = program.MapGroup("/pushes").RequireAuthorization(Policies.Host);
        pushes.MapPost("/", PushProgram.AddAsync).WithSummary("Pushes the program to an RTMP address, which is never read back.");
        pushes.MapDelete("/{id}", PushProgram.RemoveAsync);

        routes.MapPut("/api/v1/events/{event}/stage/{id}/photo", PutPhoto.HandleAsync)
            .RequireAuthorization(Policies.Speaker).WithTags("Stage").WithMetadata(new BodyLimit(PutPhoto.MaxBytes))
            .WithSummary("image/jpeg or image/png, 256 KB: stands in for the speaker's camera. With moment=true it shows what the camera sees now. By the speaker, moderators and hosts.")
            .Produces(StatusCodes.Status204NoContent);
        routes.MapGet("/api/v1/events/{event}/stage/{id}/photo", ReadPhoto.HandleAsync)
            .RequireAuthorization(Policies.Speaker).WithTags("Stage").WithSummary("What stands in for a speaker's camera; Photo-Taken says of which moment it is.");

        var live = routes.MapGroup("/live/{event}").WithTags("Program");
        live.MapMethods("/recording.mp4", [HttpMethods.Get, HttpMethods.Head], LiveFiles.RecordingAsync).RequireLimit(Limits.Download).ExcludeFromDescription();
        live.MapMethods("/{**file}", [HttpMethods.Get, HttpMethods.Head], LiveFiles.HandleAsync)
            .WithSummary("main.m3u8 and what it names; after the end also recording.mp4 and chapters.json.");
        live.MapMethods("/{**file}", [HttpMethods.Options], () => TypedResults.NoContent()).ExcludeFromDescription();
    }
}
