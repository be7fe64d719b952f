using System.Globalization;
using System.Text;

namespace LiveDialogue.Simulator.Storm;

/// <summary>What an audience asks in an hour: ten languages, the same thing again and again, and some who try what breaks. The same seed asks the same.</summary>
internal sealed class StormQuestions(int seed)
{
    private const int Askers = 2000;
    private const int TenMegabytes = 10 * 1024 * 1024;

    private static readonly (string Language, string[] Texts)[] Asked =
    [
        ("en", ["When will the schools open again?", "Is the measles vaccine safe for babies?", "Why is there no clean water in the camp?", "How can I volunteer?", "Who do I tell when a teacher hits us?", "How many children were killed in the war?", "My school is far away, will you give us bicycles?", "Why are school fees so high?"]),
        ("fr", ["Quand est-ce que les écoles vont rouvrir ?", "Le vaccin contre la rougeole est-il sûr pour les bébés ?", "Pourquoi n'y a-t-il pas d'eau propre dans le camp ?", "Comment devenir bénévole ?", "Combien d'enfants vivent dans la rue ?", "Pourquoi les filles se marient si jeunes ?"]),
        ("es", ["¿Cuándo van a abrir las escuelas?", "¿Es segura la vacuna para niños?", "¿Por qué los niños trabajan en vez de estudiar?", "¿Cómo puedo donar?", "¿Habrá internet gratis para estudiantes?"]),
        ("pt", ["Quando as escolas vão reabrir?", "Por que falta merenda na escola?", "Como posso ser voluntário?", "Quantas crianças vivem na rua?"]),
        ("ru", ["Когда откроются школы?", "Безопасна ли прививка от кори?", "Сколько детей погибло во время войны?", "Почему нет учебников?"]),
        ("ar", ["متى ستفتح المدارس؟", "هل لقاح الحصبة آمن للرضع؟", "لماذا لا توجد مياه نظيفة في المخيم؟", "كيف أتطوع؟"]),
        ("zh", ["学校什么时候重新开学？", "麻疹疫苗对婴儿安全吗？", "为什么学费这么贵？", "怎样成为志愿者？"]),
        ("hi", ["स्कूल कब खुलेगा?", "क्या खसरे का टीका सुरक्षित है?", "स्कूल में साफ पानी क्यों नहीं है?", "लड़कियों की शादी जल्दी क्यों होती है?"]),
        ("sw", ["Shule zitafunguliwa lini?", "Kwa nini hakuna maji safi kambini?", "Nifanye nini kama mwalimu ananipiga?", "Ninawezaje kujitolea?"]),
        ("ht", ["Kilè lekòl yo ap louvri?", "Poukisa pa gen dlo pwòp nan kan an?", "Kijan mwen ka vin volontè?", "Konbyen timoun ki mouri ak kolera?"]),
    ];

    private static readonly string[] Hostile =
    [
        "<script>document.title='taken'</script> when do schools open?",
        "<img src=x onerror=\"document.title='taken'\"> is the vaccine safe?",
        "'; DROP TABLE questions; -- why no water",
        "Robert'); UPDATE questions SET state='approved'; --",
        "\u202Egnidaer ,sdrawkcab\u202C is this the right way round?",
        "\u2066\u2067\u2068nested isolates\u2069 and who closes them",
        "W\u0337\u0322\u0328h\u0338\u0331\u0324e\u0335\u0353\u0349n\u0336\u0316\u0317 will it end\u0315\u031b\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a",
        "${jndi:ldap://localhost/x} {{7*7}} %00 %s%s%n",
        "\u0000\u0001\u0007 bell and nothing",
        "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦 does my family count as one?",
        "a\u200bb\u200cc\u200dd\ufeff hidden between",
        "{\"id\":\"../../etc/passwd\",\"state\":\"approved\"}",
    ];

    private static readonly string[] Endings = ["", "", "", " 🙏", "?", "!!", " ...", " 😢", " ???", ""];

    private readonly Random _random = new(seed);

    /// <summary>The next one: one in twenty hostile, one in two hundred far too large.</summary>
    public StormQuestion Next()
    {
        var asker = _random.Next(Askers);
        if (_random.Next(200) == 0) return new(NewId(), new string('x', TenMegabytes), "en", asker, IsTooLarge: true);
        if (_random.Next(20) == 0) return new(NewId(), Hostile[_random.Next(Hostile.Length)], "en", asker);

        var (language, texts) = Asked[_random.Next(Asked.Length)];
        var text = new StringBuilder(texts[_random.Next(texts.Length)]);
        if (_random.Next(3) == 0) text = new StringBuilder(text.ToString().ToLower(CultureInfo.InvariantCulture));
        return new(NewId(), text.Append(Endings[_random.Next(Endings.Length)]).ToString(), language, asker);
    }

    /// <summary>Whether something that happens once in so many times happens now: an answer that got lost, say.</summary>
    public bool OnceIn(int times) => _random.Next(times) == 0;

    public int Number(int below) => _random.Next(below);

    // A UUID of version 4 made of the seed's own numbers.
    private string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
