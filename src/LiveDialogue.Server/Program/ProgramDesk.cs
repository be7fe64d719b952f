using LiveDialogue.Mixer;
using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Questions.Languages;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Programs;

/// <summary>What every runner needs at hand.</summary>
internal sealed record ProgramDesk(ProgramStore Store, ProgramFolders Folders, MomentPhotos Moments, IChangeFeed Feed, IClock Clock, ProgramClock Media, ProgramCuts Cuts, QuestionTexts Texts, TimeProvider Time, ILogger<ProgramRunners> Log);

/// <summary>What a runner begins with: from an earlier start of the server, or new.</summary>
/// <param name="Version">Of the board, as committed last.</param>
internal sealed record StoredProgram(ProgramState State, long Version, IReadOnlyList<PushTarget> Pushes, IReadOnlyList<SpeakerPhoto> Photos);
