using Xunit;

namespace Daypass.Domain.Tests;

public class ItRuns
{
    [Fact]
    public void Here() => Assert.True(true);
}
