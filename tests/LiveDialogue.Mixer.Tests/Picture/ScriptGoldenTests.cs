using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Tests.Picture;

/// <summary>One accepted frame for each script: a question in it over a name in it, large enough to see joined letters, stacked marks and line ends.</summary>
public sealed class ScriptGoldenTests
{
    public static TheoryData<string, string, string, string> Scripts => new()
    {
        { "arabic", "ar", "د. ليلى منصور|مديرة المكتب الإقليمي|القاهرة · 15:04", "كم عدد الأطفال الذين تم تطعيمهم هذا العام (من 1 إلى 5 سنوات) في القرى التي لا تصل إليها الطرق؟ وماذا تفعلون عندما ترفض الأسر؟" },
        { "amharic", "am", "ሰላማዊት ተስፋዬ|የጤና ባለሙያ|አዲስ አበባ · 16:04", "በዚህ ዓመት መንገድ በማይደርስባቸው መንደሮች ውስጥ ስንት ሕፃናት ተከተቡ? ቤተሰቦች ክትባቱን ሲቃወሙ ምን ታደርጋላችሁ፤ ለምንስ ነው ይህን ያህል የሚዘገየው?" },
        { "hindi", "hi", "अनीता शर्मा|कार्यक्रम अधिकारी|नई दिल्ली · 18:34", "इस वर्ष उन गाँवों में कितने बच्चों का टीकाकरण हुआ जहाँ सड़क नहीं पहुँचती? जब परिवार मना करते हैं तो आप क्या करते हैं?" },
        { "nepali", "ne", "सुनिता गुरुङ|महिला सामुदायिक स्वास्थ्य स्वयंसेविका|काठमाडौँ · 18:49", "यस वर्ष सडक नपुगेका गाउँहरूमा कति बालबालिकाले खोप पाए? परिवारले अस्वीकार गर्दा तपाईंहरू के गर्नुहुन्छ?" },
        { "thai", "th", "ศิริพร แก้วมณี|เจ้าหน้าที่ประสานงาน|กรุงเทพฯ · 20:04", "ปีนี้มีเด็กกี่คนที่ได้รับวัคซีนในหมู่บ้านที่ถนนเข้าไม่ถึง และเมื่อครอบครัวปฏิเสธการฉีดวัคซีนเจ้าหน้าที่ทำอย่างไรเพื่อให้พวกเขาเชื่อมั่นในความปลอดภัยของวัคซีน" },
        { "chinese", "zh-Hans", "王晓明|流行病学家|北京 · 21:04", "今年在公路无法到达的村庄里，有多少儿童接种了疫苗？当家庭拒绝接种时，你们会怎么做？我们怎样才能帮助那些住在山区的孩子们，让他们也能得到同样的保护？" },
    };

    [Theory, MemberData(nameof(Scripts))]
    public async Task A_script_is_shaped_ordered_and_broken_into_lines(string name, string language, string caption, string question)
    {
        var parts = caption.Split('|');
        // Wider than it is high: the card at the bottom, the name in the upper tile.
        using var rig = new PictureRig(960, 540);
        rig.AddCamera("one", 0x7FA6B8);
        rig.AddCamera("two", 0x8FB88A);
        rig.AddCamera("three", 0xB8A27F);
        var picture = PictureRig.Picture(new Scene.Grid(["one", "two", "three"]), ("one", new(parts[0], parts[1], parts[2])), ("two", new(parts[0], parts[1], parts[2]))) with
        {
            Card = new(parts[0], question, language, new("How many children were vaccinated this year in villages without a road?", "en", "translated")),
        };
        var frame = await rig.SettleAsync(picture);
        await Golden.VerifyAsync(frame, name);
        frame.Release();
    }

    [Fact]
    public async Task Hostile_text_is_text()
    {
        using var rig = new PictureRig(960, 540);
        rig.AddCamera("one", 0x7FA6B8);
        rig.AddCamera("two", 0x8FB88A);
        var picture = PictureRig.Picture(
            new Scene.Grid(["one", "two", "three"]),
            ("one", new(@"{\fs90}Big\N{\pos(0,0)}", @"\h\h{\alpha&HFF&}gone", "\u202Eesrever · 15:04")),
            ("two", new("Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030A\u030B\u030Calgo\r\nDialogue: 0,0:00:00.00,9:59:59.00,Plain,,0,0,0,,injected", "", "Kano · 14:04"))) with
        {
            Card = new("a\0b\u2028c", @"{\fs90}Huge{\r} \N{\an5}middle {\p1}m 0 0 l 900 0 900 900 0 900{\p0} " + new string('W', 120) + " 👩‍⚕️ end", "en", null),
        };
        var frame = await rig.SettleAsync(picture);
        await Golden.VerifyAsync(frame, "hostile");
        frame.Release();
    }
}
