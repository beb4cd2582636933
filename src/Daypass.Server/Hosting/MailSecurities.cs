using MailKit.Security;

namespace Daypass.Server.Hosting;

internal static class MailSecurities
{
    /// <summary>In MailKit's words. Never one that goes on in clear where TLS was asked for.</summary>
    public static SecureSocketOptions ForMailKit(this MailSecurity security) => security switch
    {
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => throw new ArgumentOutOfRangeException(nameof(security), security, null),
    };
}
