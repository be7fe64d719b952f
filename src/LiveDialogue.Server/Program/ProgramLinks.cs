using LiveDialogue.Mixer.Outputs.Finish;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Pages;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Programs;

/// <summary>Where the audience's page finds the program beside WebRTC.</summary>
internal sealed class ProgramLinks(ProgramSupport support, ProgramFolders folders, IOptions<ProgramOptions> options)
{
    /// <returns>Null where there is neither HLS nor a recording.</returns>
    public BootProgram? Of(LiveEvent e)
    {
        var folder = folders.Of(e.Id);
        var recording = e.State is EventState.Ended && File.Exists(Path.Combine(folder, FinishedRecording.RecordingFile)) ? $"/live/{e.Slug}/recording.mp4" : null;
        var hasList = e.State is EventState.Ended ? File.Exists(Path.Combine(folder, ProgramFolders.Master)) : e.IsOpen && support.IsOn;
        return hasList ? new($"/live/{e.Slug}/main.m3u8", options.Value.Mass, recording) : null;
    }
}
