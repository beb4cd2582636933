using Xunit;

namespace Daypass.Server.Tests;

public class ItRuns
{
    [Fact]
    public void Here() => Assert.True(true);
}
