using LiveDialogue.Server.Questions.Safety;

namespace LiveDialogue.Server.Tests.Questions;

public sealed class RiskRuleTests
{
    [Theory]
    [InlineData("I can't go on, I want to die.", "risk:self-harm")]
    [InlineData("Sometimes I think of killing myself", "risk:self-harm")]
    [InlineData("My stepfather touches me at night and I don’t know who to tell", "risk:abuse risk:child")]
    [InlineData("He beats me every day when I come from school", "risk:violence")]
    [InlineData("they want to marry me off next week please help", "risk:child")]
    [InlineData("J'ai envie de mourir", "risk:self-harm")]
    [InlineData("Mon beau-père me frappe", "risk:child risk:violence")]
    [InlineData("Il m’a violée, à qui parler ?", "risk:abuse")]
    [InlineData("Ya no quiero vivir más", "risk:self-harm")]
    [InlineData("Mi tío me toca cuando duermo", "risk:abuse risk:child")]
    [InlineData("Quieren casarme con un viejo", "risk:child")]
    [InlineData("أُرِيدُ المَوْت", "risk:self-harm")]
    [InlineData("أبي يضربني كل يوم ويضرب أمي", "risk:violence")]
    [InlineData("يجبرونني على الزواج", "risk:child")]
    [InlineData("Não quero mais viver", "risk:self-harm")]
    [InlineData("Meu padrasto me bate", "risk:child risk:violence")]
    [InlineData("Я больше не хочу жить", "risk:self-harm")]
    [InlineData("Отчим бьёт меня", "risk:child risk:violence")]
    [InlineData("我不想活了", "risk:self-harm")]
    [InlineData("爸爸打我，救救我", "risk:child risk:violence")]
    [InlineData("मैं मरना चाहती हूँ", "risk:self-harm")]
    [InlineData("मेरे चाचा मुझे छूते हैं", "risk:abuse")]
    [InlineData("Nataka kufa", "risk:self-harm")]
    [InlineData("Baba wa kambo ananipiga", "risk:child risk:violence")]
    [InlineData("M vle mouri", "risk:self-harm")]
    [InlineData("Li bat mwen chak jou", "risk:violence")]
    [InlineData("ｉ ｗａｎｔ ｔｏ ｄｉｅ", "risk:self-harm")]
    public void Somebody_in_danger_is_noticed(string asked, string flags) => Assert.Equal(flags, string.Join(' ', RiskRule.Flags(asked)));

    /// <summary>What these dialogues are about is no danger of the asker's own; nor are everyday turns of phrase.</summary>
    [Theory]
    [InlineData("Why do men beat women, and what does the law say?")]
    [InlineData("How can schools prevent suicide among young people?")]
    [InlineData("What is done against child marriage and abuse?")]
    [InlineData("We do not want to die of thirst: when does water come?")]
    [InlineData("Your story touches me. What touches me most is hope.")]
    [InlineData("It hit me that nobody asked about teachers.")]
    [InlineData("Comment lutter contre les violences faites aux enfants ?")]
    [InlineData("Ce qui me frappe, c’est le manque d’eau.")]
    [InlineData("¿Cuándo me toca la vacuna?")]
    [InlineData("¿Qué se hace contra el abuso sexual de menores?")]
    [InlineData("كيف نحمي الأطفال من العنف والاستغلال؟")]
    [InlineData("O que se faz contra a violência nas escolas?")]
    [InlineData("Что делается против насилия над детьми?")]
    [InlineData("如何防止儿童被性侵？")]
    [InlineData("请打我电话")]
    [InlineData("बच्चों के यौन शोषण के खिलाफ क्या कानून है?")]
    [InlineData("Je, mwalimu ananipiga picha kwa nini?")]
    [InlineData("Tunawezaje kuzuia kujiua kwa vijana?")]
    [InlineData("Kisa nou ka fè kont vyolans sou timoun?")]
    public void A_topic_is_no_danger(string asked) => Assert.Empty(RiskRule.Flags(asked));
}
