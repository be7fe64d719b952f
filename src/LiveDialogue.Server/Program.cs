using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using Microsoft.Extensions.Options;

if (args.Contains("--help"))
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

try
{
    var builder = WebApplication.CreateBuilder(CommandLine.ToConfiguration(args));
    builder.AddOps();
    builder.Services.AddStorage();
    builder.Services.AddPeople();
    builder.Services.AddEvents();

    var app = builder.Build();
    app.OpenStorage();
    app.UseOps();
    app.UsePeople();

    app.MapOps();
    app.MapPeople();
    app.MapEvents();

    await app.RunAsync();
    return 0;
}
catch (Exception refusal) when (refusal is StorageRefusedException or OptionsValidationException)
{
    await Console.Error.WriteLineAsync($"LiveDialogue can't start: {refusal.Message}");
    return 78;   // EX_CONFIG of sysexits.h
}
