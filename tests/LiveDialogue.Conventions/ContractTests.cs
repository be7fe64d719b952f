using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using LiveDialogue.Mixer;
using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Programs;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Desk;
using LiveDialogue.Server.Questions.Languages;
using LiveDialogue.Server.Schedule.Offices;
using LiveDialogue.Server.Schedule.RunOfShow;
using LiveDialogue.Server.Schedule.Series;
using LiveDialogue.Server.Schedule.Slots;
using LiveDialogue.Server.Stage;
using LiveDialogue.Server.Stage.Links;
using LiveDialogue.Server.Translation;
using LiveDialogue.Server.Translation.Detection;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Conventions;

/// <summary>
/// <c>web/src/contracts.ts</c> says in TypeScript what the server's records are on the wire. <c>scripts/contracts</c> runs this test with
/// LIVEDIALOGUE_CONTRACTS=write, which writes the file; without it the test only compares.
/// </summary>
public sealed class ContractTests
{
    private const string File = "web/src/contracts.ts";

    private static readonly Type[] Records =
    [
        typeof(QuestionView), typeof(TextView), typeof(TextsContent), typeof(TextBoard), typeof(AnswerView), typeof(ClaimView), typeof(DetectedLanguage), typeof(ClusterView), typeof(MergedView), typeof(SimilarView), typeof(HelpView), typeof(HelpLineView),
        typeof(UndoView), typeof(ModerationRequest), typeof(BulkRequest), typeof(BulkView), typeof(RefusedView), typeof(UndoneView),
        typeof(IntakeContent), typeof(DeskContent), typeof(KeywordsView), typeof(HandoverView), typeof(AddresseeView), typeof(AddresseesView), typeof(GlossaryView), typeof(GlossaryTermView), typeof(GlossaryWordView),
        typeof(StageBoard), typeof(StageSpeakerView), typeof(PresenceView), typeof(OnAirView),
        typeof(SlotsView), typeof(SlotView), typeof(EventContent), typeof(NoticeView), typeof(NoticesContent), typeof(BoardSnapshot), typeof(JoinedView),
        typeof(ProgramView), typeof(SceneView), typeof(TileView), typeof(CardView), typeof(OutputView), typeof(SceneRequest), typeof(CardRequest), typeof(PushRequest),
        typeof(PushView), typeof(ChapterView), typeof(HoursView), typeof(OfficePlanRequest), typeof(OfficeView), typeof(OfficeList),
        typeof(BestHoursView), typeof(SlotVerdictView), typeof(BestHourView), typeof(BestDateView), typeof(SlotOfficeView),
        typeof(DayGridView), typeof(DayGridColumn), typeof(DayGridRow), typeof(DayGridCell), typeof(BurdenView), typeof(OfficeBurdenView),
        typeof(RunOfShowContent), typeof(RunOfShowView), typeof(SegmentView), typeof(SegmentSpeakerView), typeof(SeriesView), typeof(OccurrenceView), typeof(OccurrenceOfficeView), typeof(EventView), typeof(StartView), typeof(StartChoice), typeof(Office),
        typeof(LinkView), typeof(LinkUpView), typeof(LinkDownView), typeof(LinkPictureView), typeof(LinkFailureView), typeof(LinksView),
    ];

    /// <summary>Words that the records carry as strings; the enums behind them where there are any.</summary>
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["EventState"] = Union(Enum.GetNames<EventState>()),
        ["QuestionState"] = Union([.. Enum.GetNames<QuestionState>(), QuestionView.Withdrawn]),
        ["SpeakerWhere"] = Union(["Away", "GreenRoom", "OnAir"]),
        ["SpeakerLink"] = Union(["None", "Connecting", "Good", "Silent"]),
        ["SpeakerRung"] = Union(Enum.GetNames<StageRung>()),
        ["RungReason"] = Union(Enum.GetNames<RungReason>()),
        ["SlotKind"] = Union(["Audio", "Video"]),
        ["ProgramPhase"] = Union(Enum.GetNames<MixerPhase>()),
        ["ProgramMode"] = Union(["Auto", "Manual"]),
        ["ProgramTrouble"] = Union(Enum.GetNames<MixerTrouble>()),
        ["SceneKind"] = Union(Enum.GetNames<SceneKind>()),
        ["TileSource"] = Union(["Camera", "Screen"]),
        ["OutputKind"] = Union(["Webrtc", "Hls", "Recording", "Push"]),
        ["OutputState"] = Union(Enum.GetNames<OutputState>()),
        ["OutputReason"] = Union(Enum.GetNames<OutputReason>()),
        ["Convenience"] = Union(Enum.GetNames<Convenience>()),
        ["StageKind"] = Union(Enum.GetNames<StageKind>()),
        ["LinkPath"] = Union(Enum.GetNames<PathKind>()),
        ["RelayLeg"] = Union(Enum.GetNames<RelayLeg>()),
        ["LayerReason"] = Union(Enum.GetNames<LayerReason>()),
        ["LinkWay"] = Union(["Up", "Down"]),
        ["LinkFailure"] = Union([
            .. Enum.GetNames<PathTroubleKind>(),
            nameof(SessionEnd.HandshakeTimeout), nameof(SessionEnd.ConsentLost), nameof(SessionEnd.DtlsFailed), nameof(SessionEnd.WrongFingerprint), nameof(SessionEnd.Faulted),
        ]),
    };

    private static readonly Dictionary<string, string> WordOf = new(StringComparer.Ordinal)
    {
        ["QuestionView.State"] = "QuestionState",
        ["StageBoard.State"] = "EventState",
        ["EventContent.State"] = "EventState",
        ["StageSpeakerView.Where"] = "SpeakerWhere",
        ["StageSpeakerView.Link"] = "SpeakerLink",
        ["StageSpeakerView.Rung"] = "SpeakerRung",
        ["StageSpeakerView.RungReason"] = "RungReason",
        ["LinkView.Link"] = "SpeakerLink",
        ["LinkView.Rung"] = "SpeakerRung",
        ["LinkView.RungReason"] = "RungReason",
        ["LinkUpView.Path"] = "LinkPath",
        ["LinkDownView.Path"] = "LinkPath",
        ["LinkUpView.Relay"] = "RelayLeg",
        ["LinkDownView.Relay"] = "RelayLeg",
        ["LinkPictureView.Why"] = "LayerReason",
        ["LinkFailureView.What"] = "LinkFailure",
        ["LinkFailureView.Way"] = "LinkWay",
        ["SlotView.Kind"] = "SlotKind",
        ["ProgramView.Phase"] = "ProgramPhase",
        ["ProgramView.Mode"] = "ProgramMode",
        ["ProgramView.Trouble"] = "ProgramTrouble",
        ["SceneView.Kind"] = "SceneKind",
        ["SceneRequest.Kind"] = "SceneKind",
        ["TileView.Source"] = "TileSource",
        ["OutputView.Kind"] = "OutputKind",
        ["OutputView.State"] = "OutputState",
        ["OutputView.Reason"] = "OutputReason",
        ["BestHourView.Worst"] = "Convenience",
        ["SlotOfficeView.Convenience"] = "Convenience",
        ["DayGridCell.Convenience"] = "Convenience",
        ["EventView.State"] = "EventState",
        ["EventView.Stage"] = "StageKind",
    };

    [Fact]
    public void The_typescript_contracts_are_those_of_the_records()
    {
        var expected = Write();
        var path = Path.Combine(Repository.Root, File);
        if (Environment.GetEnvironmentVariable("LIVEDIALOGUE_CONTRACTS") == "write") System.IO.File.WriteAllText(path, expected);
        Assert.True(expected == System.IO.File.ReadAllText(path), $"{File} isn't what the records say: run scripts/contracts.");
    }

    private static string Write()
    {
        var text = new StringBuilder("// Written by scripts/contracts from the server's records; a change here is overwritten. Nulls are left out on the wire.\n");
        foreach (var (name, union) in Words) text.Append(CultureInfo.InvariantCulture, $"\nexport type {name} = {union};\n");
        var nullability = new NullabilityInfoContext();
        foreach (var record in Records)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nexport interface {record.Name} {{\n");
            foreach (var property in record.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                var mayBeNull = Nullable.GetUnderlyingType(property.PropertyType) is not null || nullability.Create(property).ReadState is NullabilityState.Nullable;
                var type = WordOf.TryGetValue($"{record.Name}.{property.Name}", out var word) ? word : TypeOf(property.PropertyType);
                text.Append(CultureInfo.InvariantCulture, $"  {JsonNamingPolicy.CamelCase.ConvertName(property.Name)}{(mayBeNull ? "?" : "")}: {type}{(mayBeNull ? " | null" : "")};\n");
            }
            text.Append("}\n");
        }
        return text.ToString();
    }

    private static string TypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return "string";
        if (type == typeof(bool)) return "boolean";
        if (type == typeof(int) || type == typeof(long) || type == typeof(double)) return "number";
        if (type == typeof(object)) return "unknown";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return $"{TypeOf(type.GetGenericArguments()[0])}[]";
        return Records.Contains(type) ? type.Name : throw new NotSupportedException($"{type} is on the wire but not among the contracts.");
    }

    private static string Union(IEnumerable<string> names) => string.Join(" | ", names.Select(n => $"'{JsonNamingPolicy.KebabCaseLower.ConvertName(n)}'"));
}
