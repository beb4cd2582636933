namespace Daypass.Server.AuthenticatorApi;

/// <summary>The door of this face: what the Daypass Authenticator on a phone says to the server, and is told.</summary>
internal static class AuthenticatorFace
{
    public static void MapAuthenticator(this WebApplication app)
    {
        PairingMessages.Map(app);
        LookMessage.Map(app);
        AnswerMessages.Map(app);
        PushSubscriptionMessage.Map(app);
    }
}
