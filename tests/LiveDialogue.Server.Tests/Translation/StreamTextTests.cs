using System.Text;
using LiveDialogue.Server.Translation.Apertium;

namespace LiveDialogue.Server.Tests.Translation;

public sealed class StreamTextTests
{
    [Theory]
    [InlineData("How many children?", "How many children?[][\n]\0")]
    [InlineData("The water is clean", "The water is clean.[][\n]\0")]
    [InlineData("a^b$c/d<e>{f}[g]@h\\~", "a\\^b\\$c\\/d\\<e\\>\\{f\\}\\[g\\]\\@h\\\\\\~.[][\n]\0")]
    [InlineData("two\0texts\nat once", "two texts at once.[][\n]\0")]
    [InlineData("", "[][\n]\0")]
    public void A_text_is_one_request_that_no_character_breaks(string text, string request) => Assert.Equal(request, Encoding.UTF8.GetString(StreamText.Write(text)));

    [Theory]
    [InlineData("How many?", "¿Cuántos?[][\n]", "¿Cuántos?")]
    [InlineData("The water", "El agua.[][\n]", "El agua")]
    [InlineData("a/b", "a\\/b.[][\n]", "a/b")]
    [InlineData("The water.", "El agua.[][\n]", "El agua.")]
    public void An_answer_is_plain_again(string text, string answer, string plain) => Assert.Equal(plain, StreamText.Read(Encoding.UTF8.GetBytes(answer), text));

    [Theory]
    [InlineData("")]
    [InlineData("El agua.")]
    [InlineData("[")]
    [InlineData(".[][\n]")]
    public void What_has_no_end_is_no_answer(string answer) => Assert.Null(StreamText.Read(Encoding.UTF8.GetBytes(answer), "The water"));
}
