using System.Text;
using Daypass.Server.Hosting;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

public class LogLines
{
    [Theory]
    [InlineData("plain, Zürich 東京", "plain, Zürich 東京")]
    [InlineData("a\r\n2026 CRITICAL forged", "a\\u000d\\u000a2026 CRITICAL forged")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("\u202Egnirts", "\\u202egnirts")]
    [InlineData("a\u2028b\u0085c", "a\\u2028b\\u0085c")]
    public void What_was_typed_cannot_forge_a_line(string typed, string written)
    {
        var line = new StringBuilder();
        PlainLog.Escape(line, typed);
        Assert.Equal(written, line.ToString());
    }
}
