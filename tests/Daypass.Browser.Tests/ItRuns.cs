using Xunit;

namespace Daypass.Browser.Tests;

public class ItRuns
{
    [Fact]
    public void Here() => Assert.True(true);
}
