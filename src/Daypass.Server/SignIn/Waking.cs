using Daypass.Server.Push;

namespace Daypass.Server.SignIn;

internal static class Waking
{
    /// <summary>After the commit, so that a phone that is quick finds the question.</summary>
    public static void If(this Wake wake, PasswordResult? result, Guid firm)
    {
        if (result is PasswordResult.Continue { Wake: { } account })
        {
            wake.Enqueue(firm, account);
        }
    }
}
