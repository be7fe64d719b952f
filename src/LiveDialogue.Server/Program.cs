using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Connect;
using LiveDialogue.Server.Demo;
using LiveDialogue.Server.Doctor;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Media;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Pages;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Programs;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Audit;
using LiveDialogue.Server.Schedule;
using LiveDialogue.Server.Stage;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Translation;

if (args.Contains("--help"))
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

if (args.Contains(Examination.Switch)) return await Examination.RunAsync(args, Console.Out);

if (args.Contains(VerifyLog.Switch)) return await VerifyLog.RunAsync(args, Console.Out);

try
{
    var builder = WebApplication.CreateBuilder(CommandLine.ToConfiguration(args));
    Settings.Check(args, builder.Configuration);
    builder.AddOps();
    builder.Services.AddStorage();
    builder.Services.AddPeople();
    builder.Services.AddEvents();
    builder.Services.AddSchedule();
    builder.Services.AddTranslation();
    builder.Services.AddQuestions();
    builder.Services.AddStage();
    builder.Services.AddMedia();
    builder.Services.AddConnect();
    builder.Services.AddProgram();
    builder.Services.AddBoards();
    builder.Services.AddPages();
    builder.AddDemo();

    var app = builder.Build();
    app.OpenStorage();
    app.UseMediaCors();
    app.UseProgramCors();
    app.UseOps();
    app.UsePages();
    app.UsePeople();
    app.UseNothingHerePage();

    app.MapOps();
    app.MapPeople();
    app.MapEvents();
    app.MapSchedule();
    app.MapTranslation();
    app.MapQuestions();
    app.MapStage();
    app.MapMedia();
    app.MapConnect();
    app.MapProgram();
    app.MapBoards();
    app.MapPages();

    await app.ServeAsync();
    return 0;
}
catch (Exception error) when (StartRefusal.Reason(error) is not null)
{
    await Console.Error.WriteLineAsync($"LiveDialogue can't start: {StartRefusal.Reason(error)}");
    return StartRefusal.ExitCode;
}
