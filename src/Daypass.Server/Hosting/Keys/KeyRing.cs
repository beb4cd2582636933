using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Hosting.Keys;

/// <summary>
/// ASP.NET Core's data-protection keys (antiforgery, signed cookies): in the database, so that all servers share them, and sealed
/// under the key file, so that a stolen database cannot forge them.
/// </summary>
internal sealed class KeyRing(Store store, SecretBox box, ILogger<KeyRing> log) : IConfigureOptions<KeyManagementOptions>, IXmlRepository, IXmlEncryptor
{
    private int _told;

    public static void Add(IServiceCollection services)
    {
        services.AddDataProtection(options => options.ApplicationDiscriminator = "daypass");
        services.AddSingleton<KeyRing>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(all => all.GetRequiredService<KeyRing>());
    }

    public void Configure(KeyManagementOptions options) => (options.XmlRepository, options.XmlEncryptor) = (this, this);

    public IReadOnlyCollection<XElement> GetAllElements() =>
        Wait(store.ReadAcross(db => db.DataProtectionKeys.AsNoTracking().Select(x => x.Xml!).ToListAsync())).ConvertAll(XElement.Parse);

    public void StoreElement(XElement element, string friendlyName) => Wait(store.WriteAcross(db =>
    {
        db.DataProtectionKeys.Add(new DataProtectionKey { FriendlyName = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        return Task.FromResult(true);
    }));

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var sealedKey = box.Seal(KeyPurpose.KeyRing, Guid.Empty, Encoding.UTF8.GetBytes(plaintextElement.ToString()));
        return new EncryptedXmlInfo(new XElement("sealedKey", Convert.ToBase64String(sealedKey)), typeof(Opener));
    }

    private XElement Decrypt(XElement element)
    {
        if (box.Open(KeyPurpose.KeyRing, Guid.Empty, Convert.FromBase64String(element.Value)) is { } plain)
        {
            return XElement.Parse(Encoding.UTF8.GetString(plain));
        }

        // The framework tries again and again; the operator is told once.
        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            log.LogWarning("DAY102 A cookie key in the database was sealed with a key that is not in the key file. Several servers need the same key file: copy it. If the file was lost, codes, backup codes and devices from before stop working.");
        }

        throw new CryptographicException("The key file lacks the key.");
    }

    // The framework asks synchronously, at start and once in weeks.
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>Made by the framework by name, from what stands in the stored key.</summary>
    internal sealed class Opener(IServiceProvider services) : IXmlDecryptor
    {
        public XElement Decrypt(XElement encryptedElement) => services.GetRequiredService<KeyRing>().Decrypt(encryptedElement);
    }
}
