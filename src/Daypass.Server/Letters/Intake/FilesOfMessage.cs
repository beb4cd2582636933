using MimeKit;

namespace Daypass.Server.Letters.Intake;

/// <summary>The files of a message that may be letters.</summary>
/// <param name="Left">Whether it has more, or has them deeper inside, than is looked at.</param>
internal sealed record FilesOfMessage(IReadOnlyList<MimePart> Files, bool Left)
{
    // What is a file and what is the message's own text:
    //   1. Text without a file name that is not said to be an attachment is the message's text.
    //   2. Anything else is a file, whatever it says it is: programs name letters "inline", "text" and "application/octet-stream".
    //   3. Pictures of an HTML text (multipart/related: logos, signatures) are files only where there is nothing else: a letter may
    //      have been dropped into the text.
    //   4. Signatures and reports that mail programs and servers add are nothing.
    //   5. A message that is attached is looked into.

    public static FilesOfMessage In(MimeMessage message)
    {
        var (files, pictures, left) = (new List<MimePart>(), new List<MimePart>(), false);
        Look(message.Body, depth: 0, ofText: false);
        return new FilesOfMessage(files.Count > 0 ? files : pictures, left);

        void Look(MimeEntity? entity, int depth, bool ofText)
        {
            switch (entity)
            {
                case null:
                    break;
                case Multipart or MessagePart when depth >= IntakeLimits.Depth:
                    left = true;
                    break;
                case MultipartRelated related:
                    foreach (var part in related)
                    {
                        Look(part, depth + 1, ofText: part != related.Root && !part.IsAttachment);
                    }

                    break;
                case Multipart parts:
                    foreach (var part in parts)
                    {
                        Look(part, depth + 1, ofText);
                    }

                    break;
                case MessagePart inner:
                    Look(inner.Message?.Body, depth + 1, ofText);
                    break;
                case MimePart part when !IsText(part) && !IsAddedByPrograms(part):
                    Keep(part, ofText ? pictures : files);
                    break;
                default:
                    break;
            }
        }

        void Keep(MimePart part, List<MimePart> to)
        {
            if (to.Count < IntakeLimits.Files)
            {
                to.Add(part);
            }
            else
            {
                left = true;
            }
        }
    }

    private static bool IsText(MimePart part) => part is TextPart && !part.IsAttachment && string.IsNullOrWhiteSpace(part.FileName);

    private static bool IsAddedByPrograms(MimePart part) => part.ContentType.MimeType.ToLowerInvariant() is
        "application/pgp-signature" or "application/pkcs7-signature" or "application/x-pkcs7-signature"
        or "message/delivery-status" or "message/disposition-notification" or "message/feedback-report";
}
